/** A legacy application with CLIENT-CERT; its descriptors are in src/test/legacy/vault. */
package dev.portcullis.legacy.vault;
