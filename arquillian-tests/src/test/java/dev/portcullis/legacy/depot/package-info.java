/**
 * A legacy application with Faces, REST, EJBs, a WebSocket and calls of its own; its pages and
 * descriptors are in src/test/legacy/depot.
 */
package dev.portcullis.legacy.depot;
