package dev.portcullis.web.page.view;

/** {@code GET /logout}: asks; only the form's POST signs out (S76). */
public record LogoutView(PageFrame frame) {}
