package io.nessiecluster.rest;

import io.quarkus.arc.Unremovable;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the description of the API as it was written when the application was built. Quarkus
 * would read it at each start, make a model of it and write that anew, for filters of which there
 * are none. It ends with a newline in JSON, too, as the answers of all routes.
 */
@Alternative
@Unremovable // it is looked up, not injected
@Priority(1)
@Singleton // no proxy: Quarkus calls a method of its package
class BuiltDescription extends OpenApiDocumentService {

  private final ClassLoader built = Thread.currentThread().getContextClassLoader();

  @PostConstruct
  void makeNoModel() {
    OpenApiConstants.classLoader = new NoDocuments(); // what is to be made a model of at the start
  }

  @Override
  public byte[] getDocument(String name, Format format) {
    byte[] document = read(OpenApiConstants.BASE_NAME + "." + format);
    if (document.length == 0 || document[document.length - 1] == '\n') {
      return document;
    }
    byte[] ended = Arrays.copyOf(document, document.length + 1);
    ended[document.length] = '\n';
    return ended;
  }

  private byte[] read(String name) {
    try (InputStream stream = built.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds no document. */
  private static final class NoDocuments extends ClassLoader {

    NoDocuments() {
      super(null);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      return null;
    }
  }
}
