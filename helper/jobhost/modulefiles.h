// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtQml/QJSValue>

class QJSEngine;

namespace Spawn {

// Files as require() sees them. What fails throws into the script.
class ModuleFiles final : public QObject
{
    Q_OBJECT
public:
    explicit ModuleFiles(QJSEngine *engine) : m_engine(engine) { }

    Q_INVOKABLE bool isFile(const QString &path) const;
    Q_INVOKABLE QString absolute(const QString &folder, const QString &path) const;
    Q_INVOKABLE QString folderOf(const QString &path) const;
    Q_INVOKABLE QString resolved(const QString &path) const; // without symbolic links

    Q_INVOKABLE QString read(const QString &path);
    // A function of exports, require, module, __filename and __dirname.
    Q_INVOKABLE QJSValue compile(const QString &source, const QString &path);
    Q_INVOKABLE QJSValue importModule(const QString &path); // an ECMAScript module's namespace

private:
    QJSValue thrown(QJSValue error);

    QJSEngine *const m_engine;
};

} // namespace Spawn
