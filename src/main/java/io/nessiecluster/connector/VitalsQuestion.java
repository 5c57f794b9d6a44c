package io.nessiecluster.connector;

import static io.nessiecluster.connector.RemoteFunction.MNESIA_INFO;
import static io.nessiecluster.connector.RemoteFunction.SYSTEM_INFO;
import static io.nessiecluster.connector.RemoteFunction.TABLE_INFO;
import static io.nessiecluster.connector.RemoteFunction.TABLE_SELECT;
import static io.nessiecluster.connector.RemoteFunction.WHEREIS;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the checks want to know of a member again and again. */
final class VitalsQuestion {

  private static final int MOST_LOCKS = 16;
  private static final Atom SIZE = Term.atom("size");
  private static final Atom LOCKS = Term.atom("global_locks");
  private static final Atom NAMES = Term.atom("global_names");
  private static final Atom RESOURCE = Term.atom("$1");
  private static final Atom REQUESTER = Term.atom("$2");
  private static final Atom END = Term.atom("$end_of_table");

  /** The resource and the requester of each lock, without the processes that hold it. */
  private static final Term RESOURCES =
      Term.list(
          Term.tuple(
              Term.tuple(RESOURCE, REQUESTER, Term.atom("_")),
              Term.list(),
              Term.list(Term.tuple(Term.tuple(RESOURCE, REQUESTER)))));

  private VitalsQuestion() {}

  static Vitals ask(RemoteCall call) throws MeshCallException, InterruptedException {
    return new Vitals(
        usage(call, "process"),
        usage(call, "atom"),
        usage(call, "port"),
        mnesia(call),
        size(call, LOCKS) == 0 ? List.of() : locks(call),
        size(call, NAMES));
  }

  private static Vitals.Usage usage(RemoteCall call, String what)
      throws MeshCallException, InterruptedException {
    long count = system(call, what + "_count", 0);
    return new Vitals.Usage(count, system(call, what + "_limit", 1));
  }

  private static long system(RemoteCall call, String item, long least)
      throws MeshCallException, InterruptedException {
    return Answers.number(SYSTEM_INFO, call.to(SYSTEM_INFO, Term.atom(item)), least);
  }

  /** To ask mnesia where it does not run would load its code. */
  private static Optional<Vitals.MnesiaNodes> mnesia(RemoteCall call)
      throws MeshCallException, InterruptedException {
    Term supervisor = call.to(WHEREIS, Term.atom("mnesia_sup"));
    if (supervisor.equals(Answers.UNDEFINED)) {
      return Optional.empty();
    }
    if (!(supervisor instanceof Pid)) {
      throw Answers.unlike(WHEREIS, "process", supervisor);
    }
    Term known = call.to(MNESIA_INFO, Term.atom("db_nodes"));
    Term running = call.to(MNESIA_INFO, Term.atom("running_db_nodes"));
    return Optional.of(
        new Vitals.MnesiaNodes(
            Answers.nodes(MNESIA_INFO, known), Answers.nodes(MNESIA_INFO, running)));
  }

  private static long size(RemoteCall call, Atom table)
      throws MeshCallException, InterruptedException {
    return Answers.number(TABLE_INFO, call.to(TABLE_INFO, table, SIZE), 0);
  }

  private static List<Vitals.GlobalLock> locks(RemoteCall call)
      throws MeshCallException, InterruptedException {
    Term answer = call.to(TABLE_SELECT, LOCKS, RESOURCES, Term.integer(MOST_LOCKS));
    if (answer.equals(END)) {
      return List.of(); // released meanwhile
    }
    if (!(answer instanceof Tuple(List<Term> page) && page.size() == 2)) {
      throw Answers.unlike(TABLE_SELECT, "page of rows", answer);
    }
    List<Vitals.GlobalLock> locks = new ArrayList<>();
    for (Term row : Answers.list(TABLE_SELECT, page.getFirst())) {
      if (!(row instanceof Tuple(List<Term> lock) && lock.size() == 2)
          || locks.size() == MOST_LOCKS) {
        throw Answers.unlike(TABLE_SELECT, "lock", row);
      }
      locks.add(new Vitals.GlobalLock(Answers.line(lock.get(0)), Answers.line(lock.get(1))));
    }
    return locks;
  }
}
