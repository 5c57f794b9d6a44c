package io.nessiecluster.http;

/**
 * An event in the forms in which it is sent, made once for all its readers.
 *
 * @param fields for programs: the fields of a server-sent event but for its id, each line ended
 * @param line for people: one line, without its end
 */
public record EventMessage(String fields, String line) {}
