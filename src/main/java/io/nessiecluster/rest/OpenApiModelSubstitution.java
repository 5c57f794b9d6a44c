package io.nessiecluster.rest;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.smallrye.openapi.runtime.filter.AutoSecurityFilter;
import java.util.List;
import java.util.Map;

/**
 * Leaves out of a native executable what makes a model of the description of the API at the start:
 * {@link BuiltDescription} needs none.
 */
@TargetClass(OpenApiDocumentService.class)
@SuppressWarnings("unused") // the original calls it
final class OpenApiModelSubstitution {

  @Substitute
  void prepareDocument(
      AutoSecurityFilter filter,
      Map<OpenApiFilter.RunStage, List<String>> filters,
      String documentName) {
    // nothing to prepare
  }
}
