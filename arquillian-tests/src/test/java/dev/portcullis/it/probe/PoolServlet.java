package dev.portcullis.it.probe;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Takes every connection of the pool of Portcullis, and gives them back. */
@WebServlet("/probe-pool")
public class PoolServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int MORE_THAN_ANY_POOL_HAS = 1000;
  private static final Deque<Connection> TAKEN = new ArrayDeque<>();

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    synchronized (TAKEN) {
      response
          .getWriter()
          .print(request.getParameter("operation").equals("take") ? take() : give());
    }
  }

  /** Until there is none to be had within the time that the pool has one wait. */
  @SuppressWarnings("BanJNDI") // the name is a constant
  private static int take() {
    try {
      var pool = (DataSource) new InitialContext().lookup("jdbc/portcullis");
      while (TAKEN.size() < MORE_THAN_ANY_POOL_HAS) {
        TAKEN.push(pool.getConnection());
      }
      throw new IllegalStateException("This pool has no end");
    } catch (SQLException noneIsLeft) {
      return TAKEN.size();
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int give() {
    int given = TAKEN.size();
    while (!TAKEN.isEmpty()) {
      try {
        TAKEN.pop().close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return given;
  }
}
