package dev.portcullis.demo;

import jakarta.ejb.EJB;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The members' page: shows the caller's notes, takes a new one. */
public class MembersServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient NoteBook notes;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setAttribute("notes", notes.mine());
    request.getRequestDispatcher("/WEB-INF/views/members.jsp").forward(request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String text = request.getParameter("text");
    if (text != null && !text.isBlank() && text.length() <= 200) {
      notes.add(text);
    }
    response.sendRedirect(request.getContextPath() + "/members/");
  }
}
