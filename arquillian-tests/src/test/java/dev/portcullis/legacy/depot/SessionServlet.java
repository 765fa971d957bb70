package dev.portcullis.legacy.depot;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** The statistics of sessions, and what is in one, written and read as a cluster does. */
@WebServlet({"/sessions", "/inside/sessions"})
public class SessionServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    var out = response.getWriter();
    out.println("created=" + SessionCount.CREATED);
    out.println("destroyed=" + SessionCount.DESTROYED);
    out.println("renamed=" + SessionCount.RENAMED);
    var session = request.getSession(false);
    if (session == null) {
      return;
    }
    for (String name : Collections.list(session.getAttributeNames())) {
      if (name.startsWith("dev.portcullis") || name.equals("remembered")) {
        byte[] written = write(session.getAttribute(name));
        out.println("attribute=" + name + " " + read(written));
        out.println("content=" + new String(written, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static byte[] write(Object value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static String read(byte[] written) throws IOException {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(written))) {
      return in.readObject().getClass().getSimpleName();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }
}
