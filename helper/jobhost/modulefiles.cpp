// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "modulefiles.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QUrl>
#include <QtQml/QJSEngine>

namespace Spawn {

using namespace Qt::StringLiterals;

bool ModuleFiles::isFile(const QString &path) const
{
    return QFileInfo(path).isFile();
}

QString ModuleFiles::absolute(const QString &folder, const QString &path) const
{
    return QDir::cleanPath(QDir(folder).absoluteFilePath(path));
}

QString ModuleFiles::folderOf(const QString &path) const
{
    return QFileInfo(path).absolutePath();
}

QString ModuleFiles::resolved(const QString &path) const
{
    return QFileInfo(path).canonicalFilePath();
}

QString ModuleFiles::read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_engine->throwError(u"cannot read \"%1\": %2"_s.arg(path, file.errorString()));
        return {};
    }
    QString text = QString::fromUtf8(file.readAll());
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    return text;
}

QJSValue ModuleFiles::compile(const QString &source, const QString &path)
{
    // All in the first line, so that the numbers of the lines are right.
    const QString function = "(function (exports, require, module, __filename, __dirname) {"_L1
        + (source.startsWith("#!"_L1) ? "//"_L1 : ""_L1) + source + "\n})"_L1;
    QStringList trace;
    const QJSValue compiled = m_engine->evaluate(function, path, 1, &trace);
    return trace.isEmpty() && !compiled.isError() ? compiled : thrown(compiled);
}

QJSValue ModuleFiles::importModule(const QString &path)
{
    const QJSValue imported = m_engine->importModule(path);
    // A namespace is an object; nothing tells it from an object that was thrown.
    return imported.isObject() && !imported.isError() ? imported : thrown(imported);
}

// Qt's syntax errors do not say where they are.
QJSValue ModuleFiles::thrown(QJSValue error)
{
    if (error.isError() && error.errorType() == QJSValue::SyntaxError) {
        const QString file = QUrl(error.property(u"fileName"_s).toString()).toLocalFile();
        const QString message = error.property(u"message"_s).toString();
        error.setProperty(
            u"message"_s,
            u"%1:%2: %3"_s.arg(file, error.property(u"lineNumber"_s).toString(), message));
    }
    m_engine->throwError(error);
    return {};
}

} // namespace Spawn
