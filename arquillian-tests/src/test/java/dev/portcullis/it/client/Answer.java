package dev.portcullis.it.client;

import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server answered. */
public record Answer(int status, HttpHeaders headers, String body) {

  private static final JsonMapper JSON = new JsonMapper();

  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** The member of that name as text; a failure where it is missing. */
  public String text(String member) {
    JsonNode value = json().get(member);
    if (value == null) {
      throw new AssertionError("No " + member + " in " + this);
    }
    return value.isNull() ? "" : value.asString();
  }

  /** The texts of an array. */
  public List<String> texts(String member) {
    return json().get(member).valueStream().map(JsonNode::asString).toList();
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
