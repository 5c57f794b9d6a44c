package io.nessiecluster.app;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;

/** Wrong settings: stops the start with one line for each, instead of a stack trace. */
final class SettingsException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
