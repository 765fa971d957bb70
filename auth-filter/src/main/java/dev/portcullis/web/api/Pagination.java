package dev.portcullis.web.api;

import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.RequestRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Lists as API.md has them: {@code ?limit&cursor}, {@code items} and {@code next_cursor}. */
final class Pagination {

  private static final int MOST_ITEMS = 100;

  private Pagination() {}

  /**
   * The page of a list that the query asks for.
   *
   * @param id what tells an element from the others, and serves as the cursor
   */
  static <T> Reply answer(
      Exchange exchange, List<T> all, Function<T, String> id, Function<T, ObjectNode> item)
      throws RequestRefusedException {
    var query = exchange.query();
    int from = afterCursor(all, id, query.optional("cursor"));
    int to = Math.min(all.size(), from + limit(query.optional("limit")));
    var json = Json.object();
    var items = json.putArray("items");
    all.subList(from, to).stream().map(item).forEach(items::add);
    json.put("next_cursor", to < all.size() ? id.apply(all.get(to - 1)) : null);
    return Reply.json(200, json);
  }

  private static int limit(Optional<String> text) throws RequestRefusedException {
    if (text.isEmpty()) {
      return MOST_ITEMS;
    }
    try {
      int limit = Integer.parseInt(text.get());
      if (limit >= 1 && limit <= MOST_ITEMS) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Answered below.
    }
    throw new RequestRefusedException(
        ErrorCode.INVALID_REQUEST, "The limit must be a number from 1 to " + MOST_ITEMS + ".");
  }

  private static <T> int afterCursor(List<T> all, Function<T, String> id, Optional<String> cursor)
      throws RequestRefusedException {
    if (cursor.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < all.size(); i++) {
      if (id.apply(all.get(i)).equals(cursor.get())) {
        return i + 1;
      }
    }
    throw new RequestRefusedException(
        ErrorCode.INVALID_REQUEST, "The cursor is no longer known; begin anew.");
  }
}
