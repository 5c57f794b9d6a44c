package io.nessiecluster.base;

import java.util.regex.Pattern;

/**
 * What a node name is, for all who ask: an atom (ERTS, "External Term Format": up to 255
 * characters) that is {@code basename@host}, parted at the first {@code @} (Erlang Reference
 * Manual, "Distributed Erlang"). Characters that do not show, which an atom may hold, are refused:
 * they would forge lines of logs and of EPMD's list of names, and make two nodes look like one.
 */
public final class NodeNames {

  /** Most characters (code points) of an atom, and so of a name. */
  public static final int MAX_CHARACTERS = 255;

  /** Most bytes of a name in UTF-8. */
  public static final int MAX_BYTES = 4 * MAX_CHARACTERS;

  private static final int MAX_BASENAME = 200;
  private static final Pattern HOST = Pattern.compile("[^@\\[\\]\\s]{1,255}");

  private NodeNames() {}

  /** Whether this is the text of an atom: at most 255 characters, none of them half a pair. */
  public static boolean isAtom(String text) {
    return text.length() <= 2 * MAX_CHARACTERS
        && text.codePointCount(0, text.length()) <= MAX_CHARACTERS
        && !hasHalfOfPair(text);
  }

  private static boolean hasHalfOfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
      }
    }
    return false;
  }

  /**
   * Whether this can be a name or a part of one, as EPMD and the handshake carry them: an atom that
   * is not empty, all of whose characters {@linkplain Printable#shows(int) show}.
   */
  public static boolean isPlain(String text) {
    return !text.isEmpty() && isAtom(text) && Printable.shows(text);
  }

  /** Whether this is a node name: plain, with something on both sides of its first {@code @}. */
  public static boolean isNodeName(String text) {
    int at = text.indexOf('@');
    return at > 0 && at < text.length() - 1 && isPlain(text);
  }

  /**
   * Whether discovery can make names with this basename: 1 to 200 letters, digits, '-' and '_', so
   * that any address fits behind it.
   */
  public static boolean isBasename(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfBasename(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_BASENAME;
  }

  private static boolean isOfBasename(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /**
   * Whether this can stand behind the {@code @} of an own node: no brackets, blanks or {@code @}.
   */
  public static boolean isHost(String text) {
    return HOST.matcher(text).matches() && isPlain(text);
  }

  /** What stands before the first {@code @} of a node name. */
  public static String basename(String nodeName) {
    return nodeName.substring(0, nodeName.indexOf('@'));
  }

  /** What stands behind the first {@code @} of a node name. */
  public static String host(String nodeName) {
    return nodeName.substring(nodeName.indexOf('@') + 1);
  }
}
