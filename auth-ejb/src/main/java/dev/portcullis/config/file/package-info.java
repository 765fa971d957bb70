/**
 * Reading a strict YAML file with typed, documented keys: knows how a file is read, and no setting
 * of Portcullis.
 */
@NullMarked
package dev.portcullis.config.file;

import org.jspecify.annotations.NullMarked;
