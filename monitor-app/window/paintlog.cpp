// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/paintlog.h"

#include "widgets/rowtable.h"
#include "window/mainwindow.h"
#include "window/page.h"

#include <QtCore/QAbstractItemModel>
#include <QtCore/QEvent>
#include <QtCore/QLoggingCategory>

namespace Spawn {

Q_LOGGING_CATEGORY(paintedLog, "spawn.window.painted", QtWarningMsg)

PaintLog::PaintLog(MainWindow *window) : QObject(window), m_window(window)
{
    if (paintedLog().isDebugEnabled())
        window->installEventFilter(this);
}

bool PaintLog::eventFilter(QObject *watched, QEvent *event)
{
    // It is painted while this event is delivered, which has not begun.
    if (event->type() == QEvent::UpdateRequest)
        QMetaObject::invokeMethod(this, &PaintLog::write, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void PaintLog::write()
{
    const auto *const table = m_window->currentPage()->findChild<RowTable *>();
    if (!m_window->currentApplication() || !table)
        return;
    const QString text = QStringLiteral("%1, %2 rows")
                             .arg(m_window->currentPage()->title())
                             .arg(table->model()->rowCount());
    if (text == m_last)
        return;
    m_last = text;
    qCDebug(paintedLog).noquote() << text;
}

} // namespace Spawn
