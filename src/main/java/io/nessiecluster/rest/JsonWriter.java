package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Writes every answer of JAX-RS that is JSON: ended by a newline, and for eyes where it is. */
@Provider
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class JsonWriter implements ServerMessageBodyWriter<Object> {

  private final ObjectMapper mapper;

  JsonWriter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return true;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return true;
  }

  @Override
  public void writeResponse(Object response, Type genericType, ServerRequestContext context) {
    ServerHttpRequest request = ((ResteasyReactiveRequestContext) context).serverRequest();
    boolean isForEyes =
        Json.isForEyes(
            request.getQueryParam("pretty"), request.getRequestHeader(HttpHeaders.USER_AGENT));
    context
        .serverResponse()
        .setResponseHeader(HttpHeaders.VARY, HttpHeaders.USER_AGENT)
        .end(json(response).bytes(isForEyes));
  }

  /** Without a request, as in a filter that wraps the stream: in one line. */
  @Override
  public void writeTo(
      Object response,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    out.write(json(response).bytes(false));
  }

  private Json json(Object response) {
    return response instanceof Json json ? json : Json.of(response, mapper);
  }
}
