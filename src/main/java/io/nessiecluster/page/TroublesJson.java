package io.nessiecluster.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What is wrong, for the scripts of the page: they show what the text says, and judge nothing by
 * themselves. No part of the API: it changes with the page.
 */
final class TroublesJson {

  private TroublesJson() {}

  /** As many as are listed, the worst first; absent is what is not known of one. */
  static JsonObject of(Troubles troubles) {
    JsonArray first = new JsonArray();
    troubles.first().forEach(trouble -> first.add(of(trouble)));
    return new JsonObject()
        .put("troubles", first)
        .put("notListed", troubles.all() - troubles.first().size());
  }

  private static JsonObject of(Trouble trouble) {
    JsonObject json = new JsonObject().put("what", trouble.what());
    trouble.node().ifPresent(node -> json.put("node", node.text()));
    trouble.since().ifPresent(since -> json.put("since", since.toString()));
    trouble.hint().ifPresent(hint -> json.put("hint", hint));
    return json;
  }
}
