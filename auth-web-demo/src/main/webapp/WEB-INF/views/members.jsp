<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Notes</title>
  <link rel="stylesheet" href="${pageContext.request.contextPath}/style.css">
</head>
<body>
<%@ include file="/WEB-INF/views/header.jspf" %>
<main>
  <h1>Your notes</h1>
  <dl>
    <dt>Logged in as</dt>
    <dd id="caller"><c:out value="${pageContext.request.remoteUser}"/></dd>
    <dt>Name</dt>
    <dd id="name"><c:out value="${caller.name}"/></dd>
    <dt>E-mail</dt>
    <dd id="email"><c:out value="${caller.email}"/></dd>
    <dt>Roles</dt>
    <dd id="roles"><c:forEach var="role" items="${['user', 'editor', 'auth-admin']}"><c:if test="${pageContext.request.isUserInRole(role)}"><c:out value="${role}"/> </c:if></c:forEach></dd>
  </dl>
  <ul id="notes">
    <c:forEach var="note" items="${notes}"><li><c:out value="${note.text}"/></li></c:forEach>
  </ul>
  <form method="post" action="${pageContext.request.contextPath}/members/">
    <label>New note <input name="text" maxlength="200" required></label>
    <button>Add</button>
  </form>
</main>
</body>
</html>
