// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/logtarget.h"

#include "spawner/logger.h"

#include <QtCore/QJsonDocument>

namespace Spawn {

bool LogTarget::isEnabled(QtMsgType type, const QLoggingCategory &category) const
{
    return m_logger != nullptr ? m_logger->isEnabled(type, category.categoryName())
                               : category.isEnabled(type);
}

void LogTarget::write(QtMsgType type, const QLoggingCategory &category, const QString &message,
                      const QJsonObject &fields) const
{
    if (!isEnabled(type, category))
        return;
    if (m_logger != nullptr) {
        m_logger->log(type, category.categoryName(), message, fields);
        return;
    }

    QByteArray line = message.toUtf8();
    if (!fields.isEmpty())
        line += ' ' + QJsonDocument(fields).toJson(QJsonDocument::Compact);
    const QMessageLogger output(nullptr, 0, nullptr, category.categoryName());
    switch (type) {
    case QtDebugMsg:
        output.debug("%s", line.constData());
        break;
    case QtInfoMsg:
        output.info("%s", line.constData());
        break;
    case QtWarningMsg:
        output.warning("%s", line.constData());
        break;
    case QtCriticalMsg:
    case QtFatalMsg:
        output.critical("%s", line.constData());
        break;
    }
}

} // namespace Spawn
