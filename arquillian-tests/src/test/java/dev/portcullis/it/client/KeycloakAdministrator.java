package dev.portcullis.it.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever runs the Keycloak, by its administration API. */
public final class KeycloakAdministrator {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private final URI base;
  private final String realm;
  private final String username;
  private final String password;

  public KeycloakAdministrator(URI base, String realm, String username, String password) {
    this.base = base;
    this.realm = realm;
    this.username = username;
    this.password = password;
  }

  /** Logs a user out of everything there: Keycloak tells its clients. */
  public void logOut(String user) {
    expect(204, "POST", "/users/" + id(user) + "/logout", null);
  }

  public void setEnabled(String user, boolean enabled) {
    expect(204, "PUT", "/users/" + id(user), Map.of("enabled", enabled));
  }

  public void giveRole(String user, String role) {
    JsonNode found = expect(200, "GET", "/roles/" + role, null);
    expect(204, "POST", "/users/" + id(user) + "/role-mappings/realm", List.of(found));
  }

  public void takeRole(String user, String role) {
    JsonNode found = expect(200, "GET", "/roles/" + role, null);
    expect(204, "DELETE", "/users/" + id(user) + "/role-mappings/realm", List.of(found));
  }

  /** From now on everything is signed with a new key. */
  public void rotateKeys() {
    var key =
        Map.of(
            "name",
            "rotated-" + System.nanoTime(),
            "providerId",
            "rsa-generated",
            "providerType",
            "org.keycloak.keys.KeyProvider",
            "config",
            Map.of(
                "priority", List.of("1000"),
                "enabled", List.of("true"),
                "active", List.of("true"),
                "algorithm", List.of("RS256")));
    expect(201, "POST", "/components", key);
  }

  private String id(String user) {
    JsonNode found = expect(200, "GET", "/users?exact=true&username=" + user, null);
    return found.get(0).get("id").asString();
  }

  private JsonNode expect(int status, String method, String path, @Nullable Object body) {
    var publisher =
        body == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(JSON.writeValueAsString(body));
    var request =
        HttpRequest.newBuilder(base.resolve("/admin/realms/" + realm + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    return JSON.readTree(send(status, request));
  }

  private String token() {
    var request =
        HttpRequest.newBuilder(base.resolve("/realms/master/protocol/openid-connect/token"))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=password&client_id=admin-cli&username="
                        + username
                        + "&password="
                        + password))
            .build();
    return JSON.readTree(send(200, request)).get("access_token").asString();
  }

  private static String send(int status, HttpRequest request) {
    try {
      var response = HTTP.send(request, BodyHandlers.ofString());
      if (response.statusCode() != status) {
        throw new AssertionError(
            request.uri() + ": " + response.statusCode() + " " + response.body());
      }
      return response.body().isEmpty() ? "null" : response.body();
    } catch (IOException e) {
      throw new AssertionError("No answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
