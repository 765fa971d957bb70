package dev.portcullis.web.page;

import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.request.RefusalPage;
import dev.portcullis.web.request.WebContext;
import jakarta.servlet.ServletContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All pages, put together: a line each. Made once per deployment. */
public final class Pages implements RouteSource {

  private final List<RouteSource> sources;
  private final RefusalPage refusalPage;

  /**
   * @param files by which the application replaces look and texts
   * @param loader the application's class loader, by which it replaces templates
   * @param applicationName to show in the head of each page, or null
   */
  public Pages(
      WebContext web,
      ApplicationFiles files,
      ClassLoader loader,
      @Nullable String applicationName) {
    var assets = Assets.load(files);
    var frames = new PageFrames(web, TextCatalog.load(files), assets, applicationName);
    var renderer = new PageRenderer(loader);
    this.refusalPage = new ErrorPage(frames, renderer);
    var account = new AccountPage(frames, renderer);
    this.sources =
        List.of(
            new LoginPage(frames, renderer),
            new LogoutPage(frames, renderer),
            new ReauthenticationPage(frames, renderer),
            account,
            new ApiTokenForms(frames, renderer, account),
            new SecondFactorPage(frames, renderer),
            new FactorForms(frames, renderer, account),
            new DeviceForms(),
            new ProviderLinkForms(frames, renderer, account),
            new SetupPage(frames, renderer),
            new SendAgainPage(frames, renderer),
            new AssetRoutes(assets));
  }

  /** Those of a web application, under its {@code display-name}. */
  public static Pages of(WebContext web, ServletContext context) {
    return new Pages(
        web,
        ApplicationFiles.of(context),
        context.getClassLoader(),
        context.getServletContextName());
  }

  @Override
  public List<Route> routes() {
    return sources.stream().flatMap(source -> source.routes().stream()).toList();
  }

  /** How a refusal looks in a browser. */
  public RefusalPage refusalPage() {
    return refusalPage;
  }
}
