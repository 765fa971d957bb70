package dev.portcullis.web.page;

import dev.portcullis.ProviderInfo;
import dev.portcullis.web.page.view.AccountView;
import dev.portcullis.web.page.view.ApiTokenView;
import dev.portcullis.web.page.view.ApiTokensView;
import dev.portcullis.web.page.view.CodeEnrolmentView;
import dev.portcullis.web.page.view.DeviceView;
import dev.portcullis.web.page.view.EnrolmentView;
import dev.portcullis.web.page.view.ErrorView;
import dev.portcullis.web.page.view.FactorsView;
import dev.portcullis.web.page.view.LinkView;
import dev.portcullis.web.page.view.LinkingView;
import dev.portcullis.web.page.view.LoginView;
import dev.portcullis.web.page.view.LogoutView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.NewApiTokenView;
import dev.portcullis.web.page.view.PageFrame;
import dev.portcullis.web.page.view.PageLinks;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.ProviderLink;
import dev.portcullis.web.page.view.ReauthenticationView;
import dev.portcullis.web.page.view.ReauthenticationView.Asks;
import dev.portcullis.web.page.view.RecoveryCodesView;
import dev.portcullis.web.page.view.SecondFactorView;
import dev.portcullis.web.page.view.SendAgainView;
import dev.portcullis.web.page.view.SentFactorView;
import dev.portcullis.web.page.view.SessionView;
import dev.portcullis.web.page.view.SetupView;
import dev.portcullis.web.page.view.ShownTime;
import dev.portcullis.web.page.view.SignedOutView;
import dev.portcullis.web.page.view.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every page in every state worth a look, with the data of a usual user or with one text of an
 * attacker's in every slot.
 */
final class SamplePages {

  private static final List<Integer> STATUSES =
      List.of(400, 401, 403, 404, 405, 406, 409, 413, 415, 429, 503);

  /** The pages, rendered, by a name for each. */
  static Map<String, String> render(Texts texts, PageLinks links) {
    return render(texts, links, new Data());
  }

  /** The same with the hostile text wherever a user, a client or an application supplies one. */
  static Map<String, String> renderHostile(Texts texts, PageLinks links, String hostile) {
    return render(texts, links, new Data(hostile));
  }

  private static final class Data {
    String username = "ada.lovelace";
    String application = "Ledger";
    String name = "Ada Lovelace";
    String email = "ada@example.com";
    List<String> roles = List.of("bookkeeper", "auditor");
    String address = "203.0.113.7";
    String longAddress = "2001:db8:85a3:8d3:1319:8a2e:370:7348";
    String returnTo = "/ledger/accounts?year=2026";
    String secret = "pcl_x4iB0nJ1zVQb7kq3mT9wYc2eRf6uHs8dLa5oGpKtWvM";
    String csrf = "Zm9yIHRoZSBwaWN0dXJlIG9ubHk";
    String rawDevice = "ledger-sync/2.4 (nightly)";
    String reference = "5f0c2b7e9a1d4c38";

    Data() {}

    Data(String hostile) {
      username = hostile;
      application = hostile;
      name = hostile;
      email = hostile;
      roles = List.of(hostile, hostile + 2);
      address = hostile;
      longAddress = hostile;
      returnTo = hostile;
      secret = hostile;
      csrf = hostile;
      rawDevice = hostile;
      reference = hostile;
    }
  }

  private SamplePages() {}

  private static Map<String, String> render(Texts texts, PageLinks links, Data data) {
    var renderer = new PageRenderer(SamplePages.class.getClassLoader());
    var open = new PageFrame(texts, links, data.application, null, data.csrf);
    var signedIn = new PageFrame(texts, links, data.application, data.username, data.csrf);
    var nothing = Problems.none();
    var refused = Problems.of("password", Message.of("login.refused"));
    var pages = new LinkedHashMap<String, String>();
    var providers = List.of(new ProviderLink(data.username, "/app/auth/oauth/corp/login"));
    pages.put(
        "login",
        renderer.render(
            "login",
            new LoginView(
                open,
                "",
                List.of("local", data.username),
                data.username,
                null,
                true,
                List.of(),
                null,
                nothing)));
    pages.put(
        "login-expired",
        renderer.render(
            "login",
            new LoginView(
                open,
                "",
                List.of(),
                "",
                data.returnTo,
                false,
                providers,
                Message.of("notice.expired"),
                nothing)));
    pages.put(
        "login-refused",
        renderer.render(
            "login",
            new LoginView(
                open,
                data.username,
                List.of(),
                "",
                data.returnTo,
                true,
                providers,
                null,
                refused)));
    pages.put(
        "signedOut",
        renderer.render(
            "signedOut", new SignedOutView(open, "https://idp.example.com/logout?x=1&y=2")));
    pages.put(
        "linking",
        renderer.render(
            "linking",
            new LinkingView(signedIn, "https://idp.example.com/authorize?x=1&y=2", false)));
    pages.put(
        "linking-confirming",
        renderer.render(
            "linking",
            new LinkingView(signedIn, "https://idp.example.com/authorize?x=1&y=2", true)));
    pages.put("logout", renderer.render("logout", new LogoutView(signedIn)));
    pages.put(
        "reauthentication",
        renderer.render(
            "reauthentication",
            new ReauthenticationView(
                signedIn,
                data.username,
                data.returnTo,
                Asks.PASSWORD,
                List.of(),
                null,
                "",
                List.of(),
                null,
                nothing)));
    var ways = List.of(new ProviderInfo("corp", "Corp & <Sons>"));
    for (var asks : List.of(Asks.PASSWORD, Asks.PROVIDER)) {
      pages.put(
          "reauthentication-with-" + asks.name().toLowerCase(Locale.ROOT),
          renderer.render(
              "reauthentication",
              new ReauthenticationView(
                  signedIn,
                  data.username,
                  data.returnTo,
                  asks,
                  ways,
                  Message.of("notice.not_confirmed"),
                  "",
                  List.of(),
                  null,
                  nothing)));
    }
    for (var method : List.of("totp", "recovery", "sms", "email", "none")) {
      var others = new ArrayList<>(List.of("totp", "sms", "email", "recovery"));
      others.remove(method);
      boolean none = method.equals("none");
      for (var sentTo : Arrays.asList(null, data.secret)) {
        pages.put(
            "reauthentication-" + method + (sentTo == null ? "" : "-sent"),
            renderer.render(
                "reauthentication",
                new ReauthenticationView(
                    signedIn,
                    data.username,
                    data.returnTo,
                    none ? Asks.ENROLMENT : Asks.CODE,
                    List.of(),
                    null,
                    none ? "" : method,
                    none ? List.of() : others,
                    sentTo,
                    nothing)));
      }
    }
    pages.put(
        "second-factor",
        renderer.render(
            "secondFactor",
            new SecondFactorView(open, "totp", List.of("recovery"), false, null, null, nothing)));
    for (var method : List.of("sms", "email")) {
      for (var sentTo : Arrays.asList(null, data.secret)) {
        var state = sentTo == null ? "" : "-sent";
        pages.put(
            "second-factor-" + method + state,
            renderer.render(
                "secondFactor",
                new SecondFactorView(
                    open,
                    method,
                    List.of("totp"),
                    true,
                    sentTo,
                    Message.of("factor.remember_days", "count", "30"),
                    nothing)));
        pages.put(
            "code-enrolment-" + method + state,
            renderer.render(
                "codeEnrolment",
                new CodeEnrolmentView(
                    sentTo == null ? open : signedIn,
                    sentTo != null,
                    method,
                    data.username,
                    sentTo,
                    nothing)));
      }
    }
    pages.put(
        "second-factor-refused",
        renderer.render(
            "secondFactor",
            new SecondFactorView(
                open,
                "recovery",
                List.of("totp"),
                false,
                null,
                Message.of("factor.remember_hours", "count", "12"),
                Problems.of("code", Message.of("factor.code_wrong")))));
    pages.put(
        "enrolment",
        renderer.render(
            "enrolment",
            new EnrolmentView(
                open,
                false,
                null,
                null,
                null,
                List.of(),
                false,
                List.of("sms", "email"),
                nothing)));
    pages.put(
        "enrolment-begun",
        renderer.render(
            "enrolment",
            new EnrolmentView(
                signedIn,
                true,
                data.secret,
                "data:image/png;base64,iVBORw0KGgo=",
                "otpauth://totp/Ledger:ada?secret=" + data.secret,
                Collections.nCopies(10, data.secret),
                true,
                List.of(),
                nothing)));
    pages.put(
        "enrolment-refused",
        renderer.render(
            "enrolment",
            new EnrolmentView(
                open,
                false,
                null,
                null,
                null,
                List.of(),
                true,
                List.of("email"),
                Problems.of("code", Message.of("factor.code_wrong")))));
    pages.put(
        "recovery-codes",
        renderer.render(
            "recoveryCodes",
            new RecoveryCodesView(signedIn, Collections.nCopies(10, data.secret))));
    pages.put(
        "setup",
        renderer.render("setup", new SetupView(open, data.username, data.secret, 15, nothing)));
    pages.put(
        "api-token",
        renderer.render(
            "apiToken",
            new NewApiTokenView(
                signedIn,
                data.rawDevice,
                data.secret,
                texts.time(Instant.parse("2026-07-01T12:00:00Z")))));
    pages.put(
        "account",
        renderer.render(
            "account", account(signedIn, data, Message.of("notice.name_changed"), nothing)));
    pages.put(
        "account-refused",
        renderer.render(
            "account",
            account(
                signedIn,
                data,
                null,
                Problems.of("current_password", Message.of("password.current_wrong"))
                    .and("new_password", Message.of("password.common"))
                    .and("repeat_password", Message.of("password.mismatch")))));
    pages.put(
        "send-again", renderer.render("sendAgain", new SendAgainView(signedIn, data.returnTo)));
    for (int status : STATUSES) {
      pages.put("error-" + status, renderer.render("error", error(open, data, status)));
    }
    return pages;
  }

  private static AccountView account(
      PageFrame frame, Data data, @Nullable Message notice, Problems problems) {
    var texts = frame.texts();
    var firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    var phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    return new AccountView(
        frame,
        data.username,
        data.name,
        data.email,
        data.roles,
        texts.time(Instant.parse("2026-06-01T11:58:00Z")),
        15,
        true,
        null,
        null,
        List.of(
            session(texts, firefox, true, data.address, true),
            session(texts, phone, true, data.longAddress, false),
            session(texts, data.rawDevice, false, data.address, false)),
        List.of(
            device(texts, firefox, data.address, true),
            device(texts, data.rawDevice, data.longAddress, false)),
        new FactorsView(
            problems.isEmpty(),
            problems.isEmpty() ? texts.time(Instant.parse("2026-05-28T08:05:00Z")) : null,
            List.of(
                new SentFactorView("sms", null, ""),
                new SentFactorView(
                    "email", problems.isEmpty() ? data.secret : null, data.username)),
            3,
            true,
            true),
        List.of(
            new LinkView("corp", data.username, null, null, false),
            new LinkView(
                "hub",
                data.username,
                texts.time(Instant.parse("2026-05-28T08:05:00Z")),
                data.name,
                problems.isEmpty())),
        new ApiTokensView(
            List.of(
                apiToken(texts, data, texts.time(Instant.parse("2026-06-01T11:40:00Z"))),
                apiToken(texts, data, null)),
            problems.isEmpty(),
            data.roles,
            365,
            data.name,
            "30"),
        notice,
        problems);
  }

  private static ApiTokenView apiToken(Texts texts, Data data, @Nullable ShownTime lastUsed) {
    return new ApiTokenView(
        "1f1e2d3c4b5a69788796a5b4c3d2e1f0",
        data.rawDevice,
        lastUsed == null ? List.of() : data.roles,
        texts.time(Instant.parse("2026-05-28T08:05:00Z")),
        texts.time(Instant.parse("2027-05-28T08:05:00Z")),
        lastUsed);
  }

  private static SessionView session(
      Texts texts, String userAgent, boolean browser, String address, boolean current) {
    return new SessionView(
        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        DeviceName.of(userAgent, texts),
        browser,
        address,
        texts.time(Instant.parse("2026-05-28T08:05:00Z")),
        texts.time(Instant.parse("2026-06-01T11:59:00Z")),
        current);
  }

  private static DeviceView device(Texts texts, String userAgent, String address, boolean current) {
    return new DeviceView(
        "1f1e2d3c4b5a69788796a5b4c3d2e1f0",
        DeviceName.of(userAgent, texts),
        address,
        texts.time(Instant.parse("2026-05-28T08:05:00Z")),
        texts.time(Instant.parse("2026-06-01T11:59:00Z")),
        texts.time(Instant.parse("2026-06-27T08:05:00Z")),
        current);
  }

  private static ErrorView error(PageFrame frame, Data data, int status) {
    return new ErrorView(
        frame,
        status,
        Message.of("error." + status + ".title"),
        Message.of("error." + status + ".advice"),
        status == 429 ? Message.of("error.retry_minutes", "count", "10") : null,
        status == 401 ? frame.links().to("/login") : null,
        data.reference);
  }
}
