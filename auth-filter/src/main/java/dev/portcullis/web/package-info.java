/** The doors: how a container lets Portcullis in. Everything is put together here. */
@NullMarked
package dev.portcullis.web;

import org.jspecify.annotations.NullMarked;
