package dev.portcullis.demo;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/** The notes of the caller, kept under the principal's name. The container decides who may call. */
@Stateless
@RolesAllowed("user")
public class NoteBook {

  /** The application's one unit, unqualified as applications write it. */
  @PersistenceContext private EntityManager em;

  @Resource private SessionContext context;

  /** The caller's own notes, the oldest first. */
  public List<Note> mine() {
    return em.createQuery("select n from Note n where n.owner = :owner order by n.id", Note.class)
        .setParameter("owner", caller())
        .getResultList();
  }

  /** Adds a note for the caller. */
  public void add(String text) {
    em.persist(new Note(caller(), text));
  }

  /** Removes everybody's notes. */
  @RolesAllowed("editor")
  public int clear() {
    return em.createQuery("delete from Note n").executeUpdate();
  }

  private String caller() {
    return context.getCallerPrincipal().getName();
  }
}
