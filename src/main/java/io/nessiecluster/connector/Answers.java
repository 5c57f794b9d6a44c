package io.nessiecluster.connector;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Int;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what functions of a member return: of the right type and bounded, or a bad answer. */
final class Answers {

  /** Most elements of a list that is read. */
  static final int MOST_ELEMENTS = 20_000;

  /** Most characters of a text. */
  static final int MOST_CHARACTERS = 256;

  static final Atom FALSE = Term.atom("false");
  static final Atom TRUE = Term.atom("true");
  static final Atom OK = Term.atom("ok");
  static final Atom UNDEFINED = Term.atom("undefined");

  private static final int QUOTED = 80; // of an answer that is no good, in the detail

  private Answers() {}

  /** A function has not answered as it should. */
  static MeshCallException bad(RemoteFunction function, String why) {
    return new MeshCallException(Reason.BAD_ANSWER, function + ": " + why);
  }

  /** A function has returned something else than what it returns. */
  static MeshCallException unlike(RemoteFunction function, String expected, Term answer) {
    return bad(function, "no %s but %s".formatted(expected, line(answer, QUOTED)));
  }

  /** An integer of 64 bits that is at least {@code least}. */
  static long number(RemoteFunction function, Term answer, long least) throws MeshCallException {
    if (answer instanceof Int(long value) && value >= least) {
      return value;
    }
    throw unlike(function, "number of at least " + least, answer);
  }

  /** The elements of a list, not too many. */
  static List<Term> list(RemoteFunction function, Term answer) throws MeshCallException {
    if (!(answer instanceof ListTerm(List<Term> elements))) {
      throw unlike(function, "list", answer);
    }
    if (elements.size() > MOST_ELEMENTS) {
      throw bad(function, "a list of more than " + MOST_ELEMENTS);
    }
    return elements;
  }

  /** The name of a node, as it is: who shows it escapes it. */
  static NodeName node(RemoteFunction function, Term answer) throws MeshCallException {
    if (answer instanceof Atom(String name) && NodeNames.isNodeName(name)) {
      return new NodeName(name);
    }
    throw unlike(function, "node name", answer);
  }

  /** A list of names of nodes. */
  static Set<NodeName> nodes(RemoteFunction function, Term answer) throws MeshCallException {
    Set<NodeName> nodes = new HashSet<>();
    for (Term each : list(function, answer)) {
      nodes.add(node(function, each));
    }
    return nodes;
  }

  /** A list of characters, printable and cut. */
  static String text(RemoteFunction function, Term answer) throws MeshCallException {
    StringBuilder text = new StringBuilder();
    for (Term each : list(function, answer)) {
      if (!(each instanceof Int(long c) && c >= 0 && c <= Character.MAX_CODE_POINT)) {
        throw unlike(function, "text", answer);
      }
      text.appendCodePoint((int) c);
    }
    return cut(Printable.text(text.toString()), MOST_CHARACTERS);
  }

  /** Whether a term is the tuple {@code {tag, _}}. */
  static boolean isTagged(Term term, Atom tag) {
    return term instanceof Tuple tuple && tuple.arity() == 2 && tuple.get(0).equals(tag);
  }

  /** A term in Erlang's notation; two terms are two lines, even if they are cut. */
  static String line(Term term) {
    String text = Printable.text(term.text());
    String number = "#%08x".formatted(text.hashCode());
    return text.length() <= MOST_CHARACTERS
        ? text
        : cut(text, MOST_CHARACTERS - number.length()) + number;
  }

  private static String line(Term term, int most) {
    return cut(Printable.text(term.text()), most);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(most - 2));
    return text.substring(0, splits ? most - 2 : most - 1) + "…";
  }
}
