package dev.portcullis.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * Turns a view into HTML. The templates are compiled with the project; their output is escaped for
 * the place where it stands. An application replaces one by a class of the same name, see {@code
 * docs/decisions/0005-page-templates.md}.
 */
final class PageRenderer {

  /** The package of the compiled templates; replacements are made in the same. */
  static final String TEMPLATE_PACKAGE = "dev.portcullis.web.page.template";

  private final TemplateEngine engine;

  /**
   * @param loader the application's: it finds the application's classes before those of its
   *     libraries
   */
  PageRenderer(ClassLoader loader) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    // Without a folder of classes, JTE takes the thread's loader and leaves the argument aside.
    thread.setContextClassLoader(loader);
    try {
      engine = TemplateEngine.createPrecompiled(null, ContentType.Html, loader, TEMPLATE_PACKAGE);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Renders a page.
   *
   * @param template its file name without the extension
   * @param view what it shows
   */
  String render(String template, Object view) {
    var output = new StringOutput();
    engine.render(template + ".jte", view, output);
    return output.toString();
  }
}
