// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/orderhold.h"

#include <QtCore/QEvent>
#include <QtWidgets/QAbstractItemView>

#include <chrono>

namespace Spawn {

using namespace std::chrono_literals;

OrderHold::OrderHold(QAbstractItemView *table) : QObject(table)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, [this] { Q_EMIT changed(false); });
    table->installEventFilter(this);
    table->viewport()->installEventFilter(this);
}

void OrderHold::release()
{
    if (!m_timer.isActive())
        return;
    m_timer.stop();
    Q_EMIT changed(false);
}

bool OrderHold::eventFilter(QObject *object, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::KeyPress: {
        const bool held = isHeld();
        m_timer.start();
        if (!held)
            Q_EMIT changed(true);
        break;
    }
    default:
        break;
    }
    return QObject::eventFilter(object, event);
}

} // namespace Spawn
