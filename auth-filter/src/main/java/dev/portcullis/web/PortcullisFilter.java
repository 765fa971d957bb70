package dev.portcullis.web;

import dev.portcullis.web.request.RequestState;
import dev.portcullis.web.request.Room;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The door in front of every servlet: serves our own paths, applies the rules, and hands the
 * application a request that knows its caller. Behind the module or the mechanism it finds a
 * request that has entered already. Without a started room it refuses everything (S86).
 */
public final class PortcullisFilter implements Filter {

  /** It may be mapped twice: by the web fragment, and by the listener ahead of other filters. */
  private static final String PASSED = PortcullisFilter.class.getName() + ".passed";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse to) {
      filter(http, to, chain);
    } else {
      throw new ServletException("Portcullis guards HTTP only");
    }
  }

  private static void filter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var holder = RoomHolder.of(request.getServletContext());
    if (holder instanceof RoomHolder.SteppedAside) {
      chain.doFilter(request, response);
    } else if (holder instanceof RoomHolder.Open open) {
      open(open, request, response, chain);
    } else {
      NotStarted.refuse(response);
    }
  }

  private static void open(
      RoomHolder.Open open,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      if (request.getAttribute(PASSED) != null) {
        chain.doFilter(request, response);
        return;
      }
      request.setAttribute(PASSED, true);
      decide(open, request, response, chain);
      return;
    }
    if (RequestState.of(request) == null && request.getDispatcherType() != DispatcherType.ERROR) {
      decide(open, request, response, chain);
      return;
    }
    // Without a state it is an error page for a request that the container refused itself: shown,
    // but with nothing of a session that has ended.
    var state = open.room().enter(request, response);
    open.room().resume(request, response, state, chain, open.container());
  }

  private static void decide(
      RoomHolder.Open open,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Room room = open.room();
    var state = room.enter(request, response);
    if (room.isOwn(state)) {
      room.serveOwn(request, response, state);
      return;
    }
    if (room.isLoginCheck(state)) {
      room.checkLogin(request, response, state);
      return;
    }
    var refusal = room.verdict(request, state).or(() -> room.servletVerdict(request, state));
    if (refusal.isPresent()) {
      room.refuse(request, response, state, refusal.get());
    } else {
      room.run(request, response, state, chain, open.container());
    }
  }
}
