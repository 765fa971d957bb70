/** A legacy application with BASIC; its descriptors are in src/test/legacy/stock. */
package dev.portcullis.legacy.stock;
