package dev.portcullis.config;

import java.util.List;

/**
 * Settings, with what the log should say about them.
 *
 * @param settings valid as a whole
 * @param warnings allowed, and loose or likely not meant: for level WARNING
 * @param notices good to know, among them where the settings were read: for level INFO
 */
public record LoadedSettings(AuthSettings settings, List<String> warnings, List<String> notices) {

  public LoadedSettings {
    warnings = List.copyOf(warnings);
    notices = List.copyOf(notices);
  }
}
