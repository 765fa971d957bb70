/** The settings types, with their defaults, and the loader that reads them from YAML. */
@NullMarked
package dev.portcullis.config;

import org.jspecify.annotations.NullMarked;
