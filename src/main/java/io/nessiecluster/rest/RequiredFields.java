package io.nessiecluster.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Describes as required each field that is always there: those of a record that are not {@link
 * Nullable}. Runs when the service is built, and is no part of it.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RequiredFields implements OASFilter {

  private static final DotName SCHEMA = DotName.createSimple(Schema.class);
  private static final DotName NULLABLE = DotName.createSimple(Nullable.class);

  private final Map<String, ClassInfo> records; // by the name of their schema

  /** Of all classes of the application. */
  public RequiredFields(IndexView index) {
    records =
        index.getKnownClasses().stream()
            .filter(type -> type.isRecord() && type.hasDeclaredAnnotation(SCHEMA))
            .collect(
                Collectors.toMap(
                    RequiredFields::schemaName,
                    Function.identity(),
                    (one, again) -> one)); // an index of indexes may know a class twice
  }

  private static String schemaName(ClassInfo type) {
    return Optional.ofNullable(type.declaredAnnotation(SCHEMA))
        .map((AnnotationInstance schema) -> schema.value("name"))
        .map(AnnotationValue::asString)
        .orElseGet(() -> type.simpleName());
  }

  @Override
  public void filterOpenAPI(OpenAPI description) {
    description
        .getComponents()
        .getSchemas()
        .forEach(
            (name, schema) -> {
              ClassInfo type = records.get(name);
              if (type != null) {
                schema.setRequired(null);
                alwaysThere(type.recordComponents()).forEach(schema::addRequired);
              }
            });
  }

  private static Iterable<String> alwaysThere(Collection<RecordComponentInfo> components) {
    return components.stream()
        .filter(component -> !component.type().hasAnnotation(NULLABLE))
        .map(RecordComponentInfo::name)
        .toList();
  }
}
