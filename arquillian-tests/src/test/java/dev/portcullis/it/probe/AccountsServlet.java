package dev.portcullis.it.probe;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AccountService;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/** Makes and changes accounts, as an administrator would by means of the application's own. */
@WebServlet("/probe-accounts")
public class AccountsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final ClientInfo CLIENT = new ClientInfo("127.0.0.1", null, "test");

  @Inject private transient AccountService accounts;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    String username = request.getParameter("username");
    boolean done =
        change(request.getParameter("operation"), username) instanceof AccountOutcome.Done;
    response.setStatus(done ? HttpServletResponse.SC_OK : HttpServletResponse.SC_CONFLICT);
  }

  private AccountOutcome change(String operation, String username) {
    if (operation.equals("create")) {
      return accounts.create(
          new NewAccount(username, null, null, Set.of("user"), Confidential.of(TestUsers.PASSWORD)),
          CLIENT);
    }
    String id = accounts.findByUsername(username).orElseThrow().id();
    return switch (operation) {
      case "disable" -> accounts.setDisabled(id, true, CLIENT);
      case "promote" -> accounts.setRoles(id, Set.of("user", "editor"), CLIENT);
      default -> throw new IllegalArgumentException(operation);
    };
  }
}
