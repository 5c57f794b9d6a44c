package io.nessiecluster.connector;

import static io.nessiecluster.connector.RemoteFunction.APPLICATION_KEY;
import static io.nessiecluster.connector.RemoteFunction.MNESIA_INFO;
import static io.nessiecluster.connector.RemoteFunction.SYSTEM_INFO;
import static io.nessiecluster.connector.RemoteFunction.TABLE_INFO;
import static io.nessiecluster.connector.RemoteFunction.TABLE_SELECT;
import static io.nessiecluster.connector.RemoteFunction.WHEREIS;

import io.nessiecluster.connector.RemoteCall.Asked;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.Vitals;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the checks want to know of a member again and again. */
final class VitalsQuestion {

  private static final int MOST_LOCKS = 16;
  private static final Atom VERSION = Term.atom("vsn");
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

  private static final List<Asked> OF_ANY =
      List.of(
          system("process_count"),
          system("process_limit"),
          system("atom_count"),
          system("atom_limit"),
          system("port_count"),
          system("port_limit"),
          Asked.of(WHEREIS, Term.atom("mnesia_sup")),
          Asked.of(TABLE_INFO, LOCKS, SIZE),
          Asked.of(TABLE_INFO, NAMES, SIZE),
          version(Vitals.Product.RABBITMQ),
          version(Vitals.Product.EMQX));

  private static final List<Asked> OF_MNESIA =
      List.of(
          Asked.of(MNESIA_INFO, Term.atom("db_nodes")),
          Asked.of(MNESIA_INFO, Term.atom("running_db_nodes")));

  private VitalsQuestion() {}

  static Vitals ask(RemoteCall call) throws MeshCallException, InterruptedException {
    Iterator<Term> told = call.toAll(OF_ANY).iterator(); // and read in the same order
    Vitals.Usage processes = usage(told);
    Vitals.Usage atoms = usage(told);
    Vitals.Usage ports = usage(told);
    Optional<Vitals.MnesiaNodes> mnesia = mnesia(call, told.next());
    List<Vitals.GlobalLock> locks = size(told) == 0 ? List.of() : locks(call);
    long names = size(told);
    return new Vitals(processes, atoms, ports, mnesia, locks, names, products(told));
  }

  private static Asked version(Vitals.Product product) {
    return Asked.of(APPLICATION_KEY, Term.atom(product.application()), VERSION);
  }

  private static Asked system(String item) {
    return Asked.of(SYSTEM_INFO, Term.atom(item));
  }

  private static Vitals.Usage usage(Iterator<Term> told) throws MeshCallException {
    long count = Answers.number(SYSTEM_INFO, told.next(), 0);
    return new Vitals.Usage(count, Answers.number(SYSTEM_INFO, told.next(), 1));
  }

  /** To ask mnesia where it does not run would load its code. */
  private static Optional<Vitals.MnesiaNodes> mnesia(RemoteCall call, Term supervisor)
      throws MeshCallException, InterruptedException {
    if (supervisor.equals(Answers.UNDEFINED)) {
      return Optional.empty();
    }
    if (!(supervisor instanceof Pid)) {
      throw Answers.unlike(WHEREIS, "process", supervisor);
    }
    List<Term> nodes = call.toAll(OF_MNESIA);
    return Optional.of(
        new Vitals.MnesiaNodes(
            Answers.nodes(MNESIA_INFO, nodes.getFirst()),
            Answers.nodes(MNESIA_INFO, nodes.getLast())));
  }

  /** Those that are loaded: a product is one from its start on, before its first process runs. */
  private static Set<Vitals.Product> products(Iterator<Term> told) throws MeshCallException {
    Set<Vitals.Product> products = EnumSet.noneOf(Vitals.Product.class);
    for (Vitals.Product product : Vitals.Product.values()) {
      Term version = told.next();
      if (Answers.isTagged(version, Answers.OK)) {
        products.add(product);
      } else if (!version.equals(Answers.UNDEFINED)) {
        throw Answers.unlike(APPLICATION_KEY, "version", version);
      }
    }
    return products;
  }

  private static long size(Iterator<Term> told) throws MeshCallException {
    return Answers.number(TABLE_INFO, told.next(), 0);
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
