package dev.portcullis.web;

import dev.portcullis.Caller;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.request.Room;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What the two doors inside the container, module and mechanism, have in common. */
sealed interface Admission {

  /** The container is to be told of that caller. */
  record Identified(Caller caller) implements Admission {}

  /** Nobody is known, and the container's constraints do not ask for anybody. */
  record Anonymous() implements Admission {}

  /** The response is written; the container stops here. */
  record Answered() implements Admission {}

  /**
   * Decides.
   *
   * @param mandatory whether a constraint of the application's web.xml asks for a caller
   */
  static Admission decide(
      Room room, HttpServletRequest request, HttpServletResponse response, boolean mandatory)
      throws IOException {
    var state = room.enter(request, response);
    if (room.isOwn(state)) {
      return own(room, request, response, mandatory);
    }
    var refusal = room.verdict(request, state);
    if (refusal.isPresent()) {
      room.refuse(request, response, state, refusal.get());
      return answered(request, response);
    }
    var caller = state.caller();
    if (caller.isPresent()) {
      return new Identified(caller.get());
    }
    if (!mandatory) {
      return new Anonymous();
    }
    room.refuse(request, response, state, Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED));
    return answered(request, response);
  }

  /** A constraint over everything must not lock the login page: it is served right here. */
  private static Admission own(
      Room room, HttpServletRequest request, HttpServletResponse response, boolean mandatory)
      throws IOException {
    if (!mandatory) {
      return new Anonymous();
    }
    room.serveOwn(request, response, room.enter(request, response));
    return answered(request, response);
  }

  private static Answered answered(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    EarlyAnswer.end(request, response);
    return new Answered();
  }
}
