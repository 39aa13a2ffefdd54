// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QLoggingCategory>
#include <QtCore/QString>

namespace Spawn {

class Logger;

// Where a spawner's log lines go: to the application's Logger if it has set one, else to the
// category.
//
//   if (m_log.isEnabled(QtDebugMsg, spawnerLog()))
//       m_log.write(QtDebugMsg, spawnerLog(), u"command started"_s, {{u"id"_s, id}});
class LogTarget final
{
public:
    void setLogger(Logger *logger) { m_logger = logger; } // not owned; null: the category

    bool isEnabled(QtMsgType type, const QLoggingCategory &category) const;
    // A line that is not enabled is dropped. Never ends the application: a fatal message that goes
    // to a category is written as a critical one.
    void write(QtMsgType type, const QLoggingCategory &category, const QString &message,
               const QJsonObject &fields = {}) const;

private:
    Logger *m_logger = nullptr;
};

} // namespace Spawn
