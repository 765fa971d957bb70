package dev.portcullis.demo;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/** The notes for other programs: GET lists, POST {@code {"text": …}} adds, DELETE removes all. */
public class NotesApiServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient NoteBook notes;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var items = Json.createArrayBuilder();
    notes.mine().forEach(note -> items.add(note.getText()));
    answer(
        response,
        HttpServletResponse.SC_OK,
        Json.createObjectBuilder()
            .add("user", request.getRemoteUser())
            .add("editor", request.isUserInRole("editor"))
            .add("notes", items)
            .build());
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      refuse(response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "Send JSON");
      return;
    }
    String text = readText(request);
    if (text == null || text.isBlank() || text.length() > 200) {
      refuse(response, HttpServletResponse.SC_BAD_REQUEST, "Send a text of at most 200 characters");
      return;
    }
    notes.add(text);
    response.setStatus(HttpServletResponse.SC_CREATED);
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      int removed = notes.clear();
      answer(
          response,
          HttpServletResponse.SC_OK,
          Json.createObjectBuilder().add("removed", removed).build());
    } catch (EJBAccessException e) {
      refuse(response, HttpServletResponse.SC_FORBIDDEN, "Only editors remove notes");
    }
  }

  private static String readText(HttpServletRequest request) throws IOException {
    try (JsonReader reader = Json.createReader(request.getReader())) {
      JsonValue text = reader.readObject().get("text");
      return text instanceof JsonString string ? string.getString() : null;
    } catch (JsonException notAnObject) {
      return null;
    }
  }

  /** Not {@code sendError}: programs get JSON, not the page that browsers get. */
  private static void refuse(HttpServletResponse response, int status, String why)
      throws IOException {
    answer(response, status, Json.createObjectBuilder().add("message", why).build());
  }

  private static void answer(HttpServletResponse response, int status, JsonObject body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json;charset=UTF-8");
    response.getWriter().write(body.toString());
  }
}
