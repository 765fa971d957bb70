package dev.portcullis.it.client;

import dev.portcullis.it.support.BuildProperty;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, Chromium without a window, without scripts: the pages must not need them. */
public final class Browser implements AutoCloseable {

  private static final Dimension DESKTOP = new Dimension(1280, 900);
  private static final Dimension PHONE = new Dimension(390, 844);

  private final ChromeDriver driver;
  private final URI base;

  private Browser(ChromeDriver driver, URI base) {
    this.driver = driver;
    this.base = base;
  }

  /** Opens one; skips the test, loudly, where the machine has none. */
  public static Browser open(URI base) {
    var chromium = new File(System.getProperty("chromium", "/usr/bin/chromium"));
    var chromedriver = new File(System.getProperty("chromedriver", "/usr/bin/chromedriver"));
    if (!chromium.canExecute() || !chromedriver.canExecute()) {
      String message =
          "BROWSER TESTS ARE NOT RUN: no "
              + chromium
              + " with "
              + chromedriver
              + ". Install chromium and chromium-driver, or name them with -Dchromium and"
              + " -Dchromedriver.";
      if (Boolean.getBoolean("require.browser")) {
        throw new AssertionError(message);
      }
      System.err.println(message);
      Assumptions.abort(message);
    }
    var options = new ChromeOptions();
    options.setBinary(chromium);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en");
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "profile.managed_default_content_settings.javascript",
            2,
            "intl.accept_languages",
            "en"));
    var service =
        new ChromeDriverService.Builder().usingDriverExecutable(chromedriver).usingAnyFreePort();
    var driver = new ChromeDriver(service.build(), options);
    driver.manage().window().setSize(DESKTOP);
    return new Browser(driver, base);
  }

  public Browser go(String path) {
    driver.get(base + path);
    return this;
  }

  /** The path below the application's address, without the query. */
  public String path() {
    return URI.create(driver.getCurrentUrl()).getPath().substring(base.getPath().length());
  }

  /** Where it is, which may be another site. */
  public URI address() {
    return URI.create(driver.getCurrentUrl());
  }

  public String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  public String text(String css) {
    return driver.findElement(By.cssSelector(css)).getText();
  }

  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  public int count(String css) {
    return driver.findElements(By.cssSelector(css)).size();
  }

  /** The element that has the keyboard. */
  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** Clicks, and waits for the page that follows. */
  public void click(String css) {
    WebElement old = driver.findElement(By.tagName("html"));
    find(css).click();
    new WebDriverWait(driver, Duration.ofSeconds(20))
        .until(d -> !d.findElement(By.tagName("html")).equals(old));
  }

  public void login(String username, String password) {
    find("#username").clear();
    find("#username").sendKeys(username);
    find("#password").sendKeys(password);
    click("form button[type=submit]");
  }

  /** Takes the page as it stands, once for a desktop, once for a phone. */
  public Browser photograph(String name) {
    save(name + "-desktop");
    driver.manage().window().setSize(PHONE);
    save(name + "-phone");
    driver.manage().window().setSize(DESKTOP);
    return this;
  }

  private void save(String name) {
    try {
      Path folder =
          Files.createDirectories(
              Path.of(BuildProperty.required("it.screenshots"), BuildProperty.required("it.door")));
      Map<String, Object> picture =
          driver.executeCdpCommand(
              "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
      Files.write(
          folder.resolve(name + ".png"), Base64.getDecoder().decode((String) picture.get("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
