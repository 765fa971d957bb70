<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Notebook</title>
  <link rel="stylesheet" href="${pageContext.request.contextPath}/style.css">
</head>
<body>
<%@ include file="/WEB-INF/views/header.jspf" %>
<main>
  <h1>A notebook from long ago</h1>
  <p>This page is open to everybody. The notes are for users, the administration is for administrators.</p>
  <c:choose>
    <c:when test="${not empty pageContext.request.remoteUser}">
      <p>You are logged in as <strong id="caller"><c:out value="${pageContext.request.remoteUser}"/></strong>.</p>
    </c:when>
    <c:otherwise>
      <p id="anonymous">You are not logged in.</p>
    </c:otherwise>
  </c:choose>
</main>
</body>
</html>
