package io.nessiecluster.app;

import io.smallrye.config.EnvConfigSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * A setting as somebody gave it; never with its value, which may be the cookie.
 *
 * @param name as it is written there: a key or an environment variable
 * @param source where, such as the environment
 * @param rank the rank of that source: of two the higher one holds
 */
record GivenSetting(String name, String source, int rank) {

  /** The rank of the environment; system properties stand above it, and files below. */
  static final int ENVIRONMENT = 300;

  /** What ships with the application or was made up by it has lower ranks than this. */
  private static final int GIVEN = 100;

  private static final Pattern VARIABLE = Pattern.compile("\\w+");
  private static final Pattern PROFILE = Pattern.compile("^%[^.]*\\.");
  private static final Pattern ELEMENT = Pattern.compile("(\\[\\d+]|_\\d+_)$");

  /** All that are given, of any application. */
  static List<GivenSetting> in(Config config) {
    return StreamSupport.stream(config.getConfigSources().spliterator(), false)
        .filter(source -> source.getOrdinal() >= GIVEN)
        .flatMap(source -> names(source).map(name -> of(name, source)))
        .toList();
  }

  /** Of the environment as it is written there: the source tells what it may mean as well. */
  private static Stream<String> names(ConfigSource source) {
    Stream<String> names = source.getPropertyNames().stream();
    return source instanceof EnvConfigSource
        ? names.filter(name -> VARIABLE.matcher(name).matches())
        : names;
  }

  private static GivenSetting of(String name, ConfigSource source) {
    return new GivenSetting(name, source.getName(), source.getOrdinal());
  }

  /** The same for all elements of a list. */
  String spelling() {
    return ELEMENT.matcher(name).replaceFirst("[]");
  }

  /** The environment variable that it is, however it is spelled and for whatever profile. */
  String variable() {
    String bare = ELEMENT.matcher(PROFILE.matcher(name).replaceFirst("")).replaceFirst("");
    return bare.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** Whether it is a key and no variable. */
  boolean isKey() {
    return name.contains(".");
  }

  /** Whether it holds in one profile only, and is meant to stand beside another. */
  boolean isOfAProfile() {
    return PROFILE.matcher(name).find();
  }
}
