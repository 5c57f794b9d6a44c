package io.nessiecluster.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to the description of every route what each of them may be asked, and may answer; when the
 * application is built, as nothing of it changes later.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonResponses implements OASFilter {

  private static final String JSON = "application/json";

  @Override
  public void filterOpenAPI(OpenAPI description) {
    for (PathItem path : description.getPaths().getPathItems().values()) {
      for (Operation operation : path.getOperations().values()) {
        if (answersInJson(operation)) {
          operation.addParameter(OASFactory.createParameter().ref("pretty"));
          add(operation, "406", "NotAcceptable");
        }
        add(operation, "400", "BadRequest");
        if (operation.getSecurity() == null) {
          operation.setSecurity(List.of()); // anybody may read
        }
        add(operation, "500", "InternalError");
      }
    }
  }

  private static boolean answersInJson(Operation operation) {
    APIResponse ok = operation.getResponses().getAPIResponse("200");
    return ok != null && ok.getContent() != null && ok.getContent().hasMediaType(JSON);
  }

  private static void add(Operation operation, String status, String name) {
    if (!operation.getResponses().hasAPIResponse(status)) {
      operation.getResponses().addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
    }
  }
}
