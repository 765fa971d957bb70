package dev.portcullis.web.api;

import dev.portcullis.AccountInfo;
import dev.portcullis.Caller;
import dev.portcullis.TokenGrant;
import dev.portcullis.web.http.Json;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The members {@code user} and the token answer of API.md. */
final class UserJson {

  private UserJson() {}

  static ObjectNode of(Caller caller) {
    return user(
        caller.getId(),
        caller.getUsername(),
        caller.getEmail(),
        caller.getName(),
        caller.getPicture(),
        caller.getRoles());
  }

  static ObjectNode of(AccountInfo account) {
    return user(
        account.id(),
        account.username(),
        account.email(),
        account.name(),
        account.picture(),
        account.roles());
  }

  private static ObjectNode user(
      String id,
      String username,
      @Nullable String email,
      @Nullable String name,
      @Nullable String picture,
      Collection<String> roles) {
    var json = Json.object();
    json.put("id", id);
    json.put("username", username);
    json.put("email", email);
    json.put("name", name);
    json.put("picture", picture);
    var list = json.putArray("roles");
    roles.stream().sorted().forEach(list::add);
    return json;
  }

  /** Tokens as every operation that issues them answers. */
  static Reply tokens(TokenGrant grant) {
    var json = Json.object();
    json.put("access_token", grant.accessToken().reveal());
    json.put("token_type", "Bearer");
    json.put("expires_in", grant.expiresIn().toSeconds());
    json.put("refresh_token", grant.refreshToken().reveal());
    json.put("refresh_expires_in", grant.refreshExpiresIn().toSeconds());
    json.set("user", of(grant.user()));
    // RFC 6749 5.1
    return Reply.json(200, json).withHeader("Pragma", "no-cache");
  }
}
