package io.nessiecluster.app;

import io.nessiecluster.base.DurationText;
import io.nessiecluster.base.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads single values and gathers what is wrong with them: key, value, and what is allowed. A wrong
 * value reads as a fallback, so that one start tells of all that is wrong.
 */
final class SettingReader {

  private static final int MOST_BYTES = 1 << 16; // of a file

  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Ends the reading. */
  void throwIfWrong() {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  /** What is wrong; a line each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** What is allowed and yet hardly meant; a line each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Warns of what stands in a list more than once. */
  void warnOfRepeats(String key, List<String> values) {
    Set<String> seen = new HashSet<>();
    values.stream()
        .map(String::strip)
        .filter(value -> !seen.add(value))
        .distinct()
        .forEach(
            value ->
                warnings.add(
                    Printable.text(
                        "nessie-cluster." + key + " names " + value + " more than once")));
  }

  void reject(String key, String value, String allowed) {
    problems.add(
        Printable.text("nessie-cluster." + key + "=" + value + " is wrong; allowed: " + allowed));
  }

  /** Applies {@code parser}, which throws IllegalArgumentException for what is not allowed. */
  <T> T read(
      String key, Optional<String> value, String allowed, T fallback, Function<String, T> parser) {
    String text = value.orElse("");
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      reject(key, text, allowed);
      return fallback;
    }
  }

  /** A duration of {@code min} to {@code max}, such as {@code 500ms}, {@code 5s}, {@code PT5S}. */
  Duration duration(String key, Optional<String> value, Duration min, Duration max) {
    return duration(key, value, min, max, "");
  }

  Duration duration(String key, Optional<String> value, Duration min, Duration max, String orElse) {
    String allowed =
        orElse + "a duration from " + text(min) + " to " + text(max) + ", such as 5s, 2m";
    return read(
        key,
        value,
        allowed,
        min,
        text -> {
          Duration duration = DurationText.parse(text);
          require(duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0);
          return duration;
        });
  }

  int integer(String key, Optional<String> value, int min, int max) {
    return read(
        key,
        value,
        "a whole number from " + min + " to " + max,
        min,
        text -> {
          int number = Integer.parseInt(text);
          require(number >= min && number <= max);
          return number;
        });
  }

  double share(String key, Optional<String> value) {
    return read(
        key,
        value,
        "a number from 0 to 1",
        0.0,
        text -> {
          double number = Double.parseDouble(text);
          require(number >= 0 && number <= 1);
          return number;
        });
  }

  boolean flag(String key, Optional<String> value) {
    return read(
        key,
        value,
        "true or false",
        false,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  <E extends Enum<E>> E choice(String key, Optional<String> value, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String allowed =
        String.join(
            ", ",
            Arrays.stream(constants).map(one -> one.name().toLowerCase(Locale.ROOT)).toList());
    return read(
        key,
        value,
        allowed,
        constants[0],
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  /** What a file holds; {@code content} tells what it should. It is not blank. */
  Optional<String> file(String key, String file, String content) {
    try {
      String text = start(Path.of(file));
      if (!text.isBlank()) {
        return Optional.of(text);
      }
      reject(key, file, "a file with " + content + "; this one is empty");
    } catch (NoSuchFileException e) {
      reject(key, file, "a readable file with " + content + "; there is no such file");
    } catch (AccessDeniedException e) {
      reject(key, file, "a readable file with " + content + "; this one may not be read");
    } catch (CharacterCodingException e) {
      reject(key, file, "a readable file with " + content + "; this one is no text");
    } catch (IOException | InvalidPathException e) { // a folder, say
      reject(key, file, "a readable file with " + content + "; this one gave " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Of a file that has no end, say, no more than what tells that it is too long. */
  private static String start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
