// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/overviewhead.h"

#include "look/figures.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/quantity.h"
#include "window/shownapplication.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace Spawn {

OverviewHead::OverviewHead(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(68);
    auto *const detach = new QPushButton(QStringLiteral("Detach"), this);
    detach->setAutoDefault(false);
    detach->setToolTip(QStringLiteral("Detach from the application, which runs on (Ctrl+W)"));
    connect(detach, &QPushButton::clicked, this, &OverviewHead::detachRequested);
    m_detach = detach;
    auto *const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 0);
    layout->addStretch();
    layout->addWidget(detach);
}

void OverviewHead::setFacts(const ShownApplication &application)
{
    const SpawnerSnapshot &snapshot = application.snapshot();
    m_name = snapshot.application;
    QStringList facts;
    facts += QStringLiteral("pid %1").arg(snapshot.processId);
    if (!snapshot.user.isEmpty())
        facts += snapshot.user;
    if (snapshot.applicationStarted > 0) {
        facts += QStringLiteral("up ")
            + spanText(std::chrono::milliseconds(application.now() - snapshot.applicationStarted));
    }
    if (!snapshot.libraryVersion.isEmpty())
        facts += QStringLiteral("library ") + snapshot.libraryVersion;
    if (!snapshot.helper.version.isEmpty())
        facts += QStringLiteral("helper ") + snapshot.helper.version;
    m_facts = facts.join(QStringLiteral("   "));
    m_control = application.isControlAllowed() ? QStringLiteral("Control allowed")
                                               : QStringLiteral("Read-only");
    setAccessibleName(m_name);
    setAccessibleDescription(facts.join(QStringLiteral(", ")));
    update();
}

void OverviewHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(fontOf(Type::Application));
    painter.setPen(look()[Shade::Text]);
    painter.drawText(QRectF(0, 14, width(), 26), Qt::AlignVCenter, m_name);
    painter.setFont(fontOf(Type::Body));
    painter.setPen(look()[Shade::Text3]);
    drawFigures(&painter, QRectF(0, 39, width(), 20), Qt::AlignVCenter, m_facts);
    painter.setFont(fontOf(Type::Note));
    painter.drawText(QRectF(0, m_detach->y(), m_detach->x() - 13, m_detach->height()),
                     Qt::AlignVCenter | Qt::AlignRight, m_control);
}

} // namespace Spawn
