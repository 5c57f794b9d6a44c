package io.nessiecluster.rest;

import io.quarkus.arc.Unremovable;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Arrays;

/** Ends the description of the API with a newline in JSON, too, as the answers of all routes. */
@Alternative
@Unremovable // it is looked up, not injected
@Priority(1)
@Singleton // no proxy: Quarkus calls a method of its package
class LineOfOpenApi extends OpenApiDocumentService {

  @Override
  public byte[] getDocument(String name, Format format) {
    byte[] document = super.getDocument(name, format);
    if (document.length == 0 || document[document.length - 1] == '\n') {
      return document;
    }
    byte[] ended = Arrays.copyOf(document, document.length + 1);
    ended[document.length] = '\n';
    return ended;
  }
}
