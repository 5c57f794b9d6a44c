package io.nessiecluster.distribution.etf;

import io.nessiecluster.base.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A term in Erlang's notation on one line, as {@code io:format("~0tp")} prints it; what Erlang
 * prints by numbers of its own (pids, ports, references) carries the node's name. Bounded in depth
 * and length whatever the term is: {@code ...} stands for what is left out.
 */
final class TermText {

  static final int MAX_DEPTH = 32;
  static final int MAX_CHARACTERS = 8192;

  private static final String MORE = "...";

  private final StringBuilder out = new StringBuilder();

  private TermText() {}

  static String of(Term term) {
    TermText text = new TermText();
    text.term(term, 0);
    return text.isFull() ? text.out.substring(0, text.cut()) + MORE : text.out.toString();
  }

  private void term(Term term, int depth) {
    if (depth > MAX_DEPTH || isFull()) {
      out.append(MORE);
      return;
    }
    switch (term) {
      case Atom(String name) -> out.append(AtomText.of(name));
      case Int(long value) -> out.append(value);
      case BigInt big -> big(big);
      case Float64(double value) -> out.append(FloatText.of(value));
      case Tuple(List<Term> elements) -> elements("{", elements, depth).append('}');
      case ListTerm(List<Term> elements) -> list(elements, depth);
      case ImproperList(List<Term> elements, Term tail) -> {
        elements("[", elements, depth).append('|');
        term(tail, depth + 1);
        out.append(']');
      }
      case Binary(Bytes bytes) -> binary(bytes.shared());
      case BitBinary(Bytes bytes, int bits) -> bits(bytes.shared(), bits);
      case MapTerm(Map<Term, Term> entries) -> map(entries, depth);
      case Pid(Atom node, int id, int serial, int _) ->
          own("<", node, Integer.toUnsignedString(id), Integer.toUnsignedString(serial));
      case Port(Atom node, long id, int _) -> own("#Port<", node, Long.toUnsignedString(id));
      case Reference(Atom node, int _, List<Integer> ids) ->
          own(
              "#Ref<",
              node,
              ids.reversed().stream().map(Integer::toUnsignedString).toArray(String[]::new));
      case Fun(Bytes body) -> out.append("#Fun<").append(body).append('>');
      case Export(Atom module, Atom function, int arity) ->
          out.append("fun ")
              .append(AtomText.of(module.name()))
              .append(':')
              .append(AtomText.of(function.name()))
              .append('/')
              .append(arity);
    }
  }

  private void big(BigInt big) {
    // a decimal text takes time that grows with the square of the digits
    int digits = big.value().bitLength() / 3;
    out.append(digits > MAX_CHARACTERS ? MORE : big.value().toString());
  }

  private StringBuilder elements(String open, List<Term> elements, int depth) {
    out.append(open);
    String separator = "";
    for (Term element : elements) {
      out.append(separator);
      if (isFull()) {
        break;
      }
      term(element, depth + 1);
      separator = ",";
    }
    return out;
  }

  private void list(List<Term> elements, int depth) {
    if (!elements.isEmpty() && elements.stream().allMatch(TermText::isCharacter)) {
      int[] characters =
          elements.stream()
              .limit(MAX_CHARACTERS)
              .mapToInt(each -> (int) ((Int) each).value())
              .toArray();
      quoted(new String(characters, 0, characters.length));
    } else {
      elements("[", elements, depth).append(']');
    }
  }

  private void map(Map<Term, Term> entries, int depth) {
    out.append("#{");
    String separator = "";
    for (Map.Entry<Term, Term> entry : entries.entrySet()) {
      out.append(separator);
      if (isFull()) {
        break;
      }
      term(entry.getKey(), depth + 1);
      out.append(" => ");
      term(entry.getValue(), depth + 1);
      separator = ",";
    }
    out.append('}');
  }

  private void binary(byte[] bytes) {
    if (bytes.length == 0) {
      out.append("<<>>");
      return;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.codePoints().allMatch(TermText::isPrintable)) {
        out.append("<<");
        quoted(text);
        out.append(text.length() == bytes.length ? ">>" : "/utf8>>");
        return;
      }
    } catch (CharacterCodingException _) {
      // no text, so its bytes
    }
    bits(bytes, Byte.SIZE);
  }

  private void bits(byte[] bytes, int bitsInLast) {
    out.append("<<");
    for (int i = 0; i < bytes.length && !isFull(); i++) {
      boolean cut = i == bytes.length - 1 && bitsInLast < Byte.SIZE;
      int value = bytes[i] & 0xff;
      out.append(i == 0 ? "" : ",");
      out.append(cut ? value >> (Byte.SIZE - bitsInLast) : value);
      out.append(cut ? ":" + bitsInLast : "");
    }
    out.append(">>");
  }

  private void own(String open, Atom node, String... numbers) {
    out.append(open)
        .append(Printable.text(node.name()))
        .append('.')
        .append(String.join(".", numbers))
        .append('>');
  }

  private void quoted(String text) {
    out.append('"');
    text.codePoints().takeWhile(_ -> !isFull()).forEach(c -> AtomText.escape(out, c, '"'));
    out.append('"');
  }

  private boolean isFull() {
    return out.length() > MAX_CHARACTERS;
  }

  private int cut() {
    return Character.isHighSurrogate(out.charAt(MAX_CHARACTERS - 1))
        ? MAX_CHARACTERS - 1
        : MAX_CHARACTERS;
  }

  /** A list of such characters is a string: those of Latin-1, as Erlang prints by default. */
  private static boolean isCharacter(Term term) {
    return term instanceof Int(long value)
        && value >= 0
        && value <= 0xff
        && isPrintable((int) value);
  }

  private static boolean isPrintable(int c) {
    return (c >= ' ' && c <= '~')
        || (c >= 0xa0 && Character.isDefined(c))
        || (c >= '\b' && c <= '\r')
        || c == 0x1b;
  }
}
