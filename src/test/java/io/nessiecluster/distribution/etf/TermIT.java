package io.nessiecluster.distribution.etf;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.RequiresErlang;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoder and decoder against {@code term_to_binary} and {@code binary_to_term} of a BEAM. */
@RequiresErlang
class TermIT {

  private static final int TERMS = 2000;
  private static final int SECONDS = 60;

  @TempDir static Path folder;
  private static final List<Term> OURS = new ArrayList<>();

  @BeforeAll
  static void letErlangReadOursAndWriteItsOwn() throws Exception {
    JqwikSession.run(
        () ->
            TermArbitraries.termsReadableByErlang().sampleStream().limit(TERMS).forEach(OURS::add));
    OURS.add(new Float64(-0.0));
    OURS.add(new Float64(0.0));
    writeAll(folder.resolve("from_java"), OURS);
    writeAll(
        folder.resolve("texts"),
        OURS.stream()
            .map(Term::text)
            .filter(text -> !text.contains("@127.0.0.1") && !text.contains("..."))
            .<Term>map(text -> Term.binary(text.getBytes(StandardCharsets.UTF_8)))
            .toList());

    Path output = folder.resolve("output");
    Process erl =
        new ProcessBuilder("erl", "-noinput", "-eval", script(), "-extra", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(erl.waitFor(SECONDS, TimeUnit.SECONDS)).as("erl ends in time").isTrue();
      assertThat(erl.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      erl.destroyForcibly();
    }
  }

  @Test
  void erlangReadsWhatIsEncodedAsTheSameTerm() throws Exception {
    List<ByteBuffer> echo = readAll(folder.resolve("echo"));

    assertThat(echo).hasSameSizeAs(OURS);
    for (int i = 0; i < OURS.size(); i++) {
      assertThat(TermDecoder.decode(echo.get(i))).isEqualTo(OURS.get(i));
      assertThat(echo.get(i).hasRemaining()).isFalse();
    }
  }

  @Test
  void whatErlangWritesIsDecodedAndEncodedToTheSameTerm() throws Exception {
    List<ByteBuffer> terms = readAll(folder.resolve("utf8_atoms"));

    assertThat(terms).hasSizeGreaterThanOrEqualTo(TERMS);
    for (ByteBuffer bytes : terms) {
      Term term = TermDecoder.decode(bytes.duplicate());
      ByteBuffer encoded = ByteBuffer.wrap(TermEncoder.encode(term));
      assertThat(TermDecoder.decode(encoded.duplicate())).isEqualTo(term);
      // to the byte, but for ports: OTP 26 and newer write V4_PORT_EXT where NEW_PORT_EXT would do
      assertThat(encoded.remaining()).isLessThanOrEqualTo(bytes.remaining());
      if (!holdsAPort(term)) {
        assertThat(encoded).isEqualTo(bytes);
      }
    }
  }

  /** Asked of the term and not of its text, which is bounded. */
  private static boolean holdsAPort(Term term) {
    return switch (term) {
      case Port _ -> true;
      case Tuple(List<Term> elements) -> elements.stream().anyMatch(TermIT::holdsAPort);
      case ListTerm(List<Term> elements) -> elements.stream().anyMatch(TermIT::holdsAPort);
      case ImproperList(List<Term> elements, Term tail) ->
          elements.stream().anyMatch(TermIT::holdsAPort) || holdsAPort(tail);
      case MapTerm(Map<Term, Term> entries) ->
          Stream.concat(entries.keySet().stream(), entries.values().stream())
              .anyMatch(TermIT::holdsAPort);
      default -> false;
    };
  }

  @Test
  void allFormsThatErlangWritesOfATermAreTheSameTerm() throws Exception {
    List<ByteBuffer> newest = readAll(folder.resolve("utf8_atoms"));
    List<ByteBuffer> usual = readAll(folder.resolve("latin1_atoms"));
    List<ByteBuffer> oldest = readAll(folder.resolve("text_floats"));

    assertThat(usual).hasSameSizeAs(newest);
    assertThat(oldest).hasSameSizeAs(newest);
    for (int i = 0; i < newest.size(); i++) {
      Term term = TermDecoder.decode(newest.get(i));
      assertThat(TermDecoder.decode(usual.get(i))).isEqualTo(term);
      assertThat(TermDecoder.decode(oldest.get(i))).isEqualTo(term);
    }
  }

  @Test
  void erlangReadsTheTextOfATermAsThatTerm() throws Exception {
    List<Term> readable =
        OURS.stream()
            .filter(t -> !t.text().contains("@127.0.0.1") && !t.text().contains("..."))
            .toList();
    List<ByteBuffer> read = readAll(folder.resolve("texts_read"));

    assertThat(readable).hasSizeGreaterThan(TERMS / 4);
    assertThat(read).hasSameSizeAs(readable);
    for (int i = 0; i < readable.size(); i++) {
      assertThat(TermDecoder.decode(read.get(i))).isEqualTo(readable.get(i));
    }
  }

  @Test
  void aFunComesBackAsItWas() throws Exception {
    List<ByteBuffer> funs = readAll(folder.resolve("funs"));

    assertThat(funs).isNotEmpty();
    for (ByteBuffer bytes : funs) {
      Term term = TermDecoder.decode(bytes.duplicate());
      assertThat(term).isInstanceOf(Fun.class);
      assertThat(ByteBuffer.wrap(TermEncoder.encode(term))).isEqualTo(bytes);
    }
  }

  private static String script() throws IOException {
    try (InputStream in = TermIT.class.getResourceAsStream("term-it.eval")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void writeAll(Path file, List<Term> terms) throws IOException {
    try (var out = Files.newByteChannel(file, CREATE, WRITE)) {
      for (Term term : terms) {
        ByteBuffer framed = TermEncoder.encode(Integer.BYTES, term);
        out.write(framed.putInt(0, framed.remaining() - Integer.BYTES));
      }
    }
  }

  private static List<ByteBuffer> readAll(Path file) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
    List<ByteBuffer> terms = new ArrayList<>();
    while (all.hasRemaining()) {
      int length = all.getInt();
      terms.add(all.slice(all.position(), length));
      all.position(all.position() + length);
    }
    return terms;
  }
}
