// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/veil.h"

#include "look/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>

namespace Spawn {

Veil::Veil(QWidget *window) : QWidget(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents); // the sheet is modal by itself
    window->installEventFilter(this);
    setGeometry(window->rect());
    raise();
}

void Veil::paintEvent(QPaintEvent *)
{
    const bool dark = Theme::instance() && Theme::instance()->isDark();
    QPainter painter(this);
    painter.fillRect(rect(), QColor(0, 0, 0, dark ? 130 : 82));
}

bool Veil::eventFilter(QObject *object, QEvent *event)
{
    if (object == parentWidget() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(object, event);
}

} // namespace Spawn
