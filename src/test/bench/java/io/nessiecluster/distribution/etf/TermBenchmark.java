package io.nessiecluster.distribution.etf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding and decoding of a list of 1 MiB, where ops/s are MiB/s, and of single terms. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TermBenchmark {

  private static final int BYTES = 1 << 20;
  private static final int TERMS = 10_000;

  /** What the list of 1 MiB is of. */
  public enum Element {
    /** {@code {1, 2, 3, 4}}: ten bytes become five objects. */
    SMALL_INTEGERS {
      @Override
      Term term(int i) {
        return Term.tuple(
            Term.integer(i & 0xff), Term.integer(1), Term.integer(2), Term.integer(3));
      }
    },
    /**
     * What a BEAM tells of a node: {@code {'app17@10.0.3.17', up, <<"10.0.3.17">>, 1700000017}}.
     */
    NODES {
      @Override
      Term term(int i) {
        String address = "10.0." + (i >> 8 & 0xff) + "." + (i & 0xff);
        return Term.tuple(
            Term.atom("app" + (i & 31) + "@10.0.0.1"),
            Term.atom("up"),
            Term.binary(address.getBytes(StandardCharsets.US_ASCII)),
            Term.integer(1_700_000_000 + i));
      }
    },
    /** {@code {<0.N.0>, N * 1.5}}. */
    PROCESSES {
      @Override
      Term term(int i) {
        return Term.tuple(new Pid(Term.atom("app@10.0.0.1"), i, 0, 77), new Float64(i * 1.5));
      }
    };

    abstract Term term(int i);
  }

  @Param Element element;

  private Term list;
  private Term[] terms;
  private Term listOfTerms;
  private byte[] bytes;

  @Setup
  public void setUp() throws TermDecodeException {
    List<Term> elements = new ArrayList<>();
    for (int size = 0, i = 0; size < BYTES; i++) {
      Term term = element.term(i);
      elements.add(term);
      size += TermEncoder.encode(term).length - 1;
    }
    list = new ListTerm(elements);
    terms = elements.subList(0, TERMS).toArray(Term[]::new);
    listOfTerms = Term.list(terms);
    bytes = TermEncoder.encode(list);
    if (!TermDecoder.decode(ByteBuffer.wrap(bytes)).equals(list)) {
      throw new IllegalStateException("the codec is wrong");
    }
  }

  byte[] bytes() {
    return bytes;
  }

  @Benchmark
  public Term decode() throws TermDecodeException {
    return TermDecoder.decode(ByteBuffer.wrap(bytes));
  }

  @Benchmark
  public ByteBuffer encode() {
    return TermEncoder.encode(0, list);
  }

  /** Ten thousand terms in one list, there and back. */
  @Benchmark
  public Term roundTripOfList() throws TermDecodeException {
    return TermDecoder.decode(TermEncoder.encode(0, listOfTerms));
  }

  /** Ten thousand terms there and back, each a message of its own. */
  @Benchmark
  public Term[] roundTrip() throws TermDecodeException {
    Term[] back = new Term[TERMS];
    for (int i = 0; i < TERMS; i++) {
      back[i] = TermDecoder.decode(TermEncoder.encode(0, terms[i]));
    }
    return back;
  }
}
