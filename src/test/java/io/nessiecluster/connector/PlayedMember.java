package io.nessiecluster.connector;

import io.nessiecluster.distribution.etf.Term;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A member that returns from each function what a test says, and remembers what was asked. */
final class PlayedMember implements RemoteCall {

  private final Map<RemoteFunction, Function<List<Term>, Optional<Term>>> answers =
      new EnumMap<>(RemoteFunction.class);
  private final List<String> asked = new ArrayList<>();

  /** Returns the same whatever it is asked with. */
  PlayedMember returns(RemoteFunction function, Term answer) {
    return answers(function, _ -> answer);
  }

  PlayedMember answers(RemoteFunction function, Function<List<Term>, Term> answer) {
    answers.put(function, arguments -> Optional.of(answer.apply(arguments)));
    return this;
  }

  /** What was asked, in order, as Erlang writes it. */
  List<String> asked() {
    return asked;
  }

  @Override
  public Optional<Term> ifDefined(RemoteFunction function, Term... arguments) {
    List<Term> all = List.of(arguments);
    String each = all.stream().map(Term::text).collect(Collectors.joining(", "));
    asked.add("%s:%s(%s)".formatted(function.module(), function.function(), each));
    return answers.getOrDefault(function, _ -> Optional.empty()).apply(all);
  }
}
