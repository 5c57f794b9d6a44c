package io.nessiecluster.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON that has been written, in UTF-8 and with a newline at its end: in one line, or for eyes. */
final class Json {

  private static final PrettyPrinter FOR_EYES =
      new DefaultPrettyPrinter()
          .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance)
          .withSeparators(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                  .withArrayValueSpacing(Separators.Spacing.AFTER)
                  .withArrayEmptySeparator("")
                  .withObjectEmptySeparator(""));

  private final ObjectMapper mapper;
  private final byte[] line;
  private volatile byte @Nullable [] forEyes; // made when it is first asked for

  private Json(byte[] line, ObjectMapper mapper) {
    this.line = line;
    this.mapper = mapper;
  }

  /** Writes a response. */
  static Json of(Object response, ObjectMapper mapper) {
    try {
      return new Json(ended(mapper.writeValueAsBytes(response)), mapper);
    } catch (IOException e) { // a fault of the response records
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether a request is to be answered for eyes: by its parameter {@code pretty}, or, when it has
   * none, because curl sends it.
   */
  static boolean isForEyes(@Nullable String pretty, @Nullable String userAgent) {
    return pretty == null
        ? userAgent != null && userAgent.toLowerCase(Locale.ROOT).startsWith("curl/")
        : pretty.isEmpty() || pretty.equals("true");
  }

  /** The bytes in that form; shared, not to be changed. */
  byte[] bytes(boolean isForEyes) {
    if (!isForEyes) {
      return line;
    }
    byte[] present = forEyes;
    if (present == null) {
      present = writeForEyes();
      forEyes = present;
    }
    return present;
  }

  private byte[] writeForEyes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * line.length);
    try (JsonParser parser = mapper.createParser(line);
        JsonGenerator generator = mapper.createGenerator(out).setPrettyPrinter(FOR_EYES)) {
      while (parser.nextToken() != null) {
        generator.copyCurrentEventExact(parser);
      }
    } catch (IOException e) { // it was written here
      throw new UncheckedIOException(e);
    }
    return ended(out.toByteArray());
  }

  private static byte[] ended(byte[] json) {
    byte[] ended = Arrays.copyOf(json, json.length + 1);
    ended[json.length] = '\n';
    return ended;
  }
}
