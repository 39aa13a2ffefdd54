// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/verdictband.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace Spawn {

VerdictBand::VerdictBand(QWidget *parent) : QWidget(parent), m_button(new QPushButton(this))
{
    setFixedHeight(60);
    auto *const layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->addStretch();
    layout->addWidget(m_button);
    m_button->setAutoDefault(false);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (!m_health.checks.isEmpty())
            Q_EMIT opened(m_health.checks.first().subject);
    });
}

static QString verbOf(Subject::Kind kind)
{
    switch (kind) {
    case Subject::Kind::None:
        return {};
    case Subject::Kind::Command:
        return QStringLiteral("Show command");
    case Subject::Kind::Commands:
        return QStringLiteral("Show commands");
    case Subject::Kind::Restarts:
        return QStringLiteral("Show restarts");
    case Subject::Kind::Workers:
        return QStringLiteral("Show workers");
    case Subject::Kind::Jobs:
        return QStringLiteral("Show jobs");
    case Subject::Kind::Clusters:
        return QStringLiteral("Show clusters");
    case Subject::Kind::Log:
        return QStringLiteral("Show log");
    }
    return {};
}

void VerdictBand::setHealth(const Health &health)
{
    m_health = health;
    setAccessibleName(health.headline());
    setAccessibleDescription(health.explanation());
    const QString verb
        = health.checks.isEmpty() ? QString() : verbOf(health.checks.first().subject.kind);
    m_button->setText(verb);
    m_button->setVisible(!verb.isEmpty());
    update();
}

void VerdictBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Mark mark = levelMark(m_health.level());
    const bool passes = m_health.level() == CheckLevel::Pass;
    painter.setPen(Qt::NoPen);
    painter.setBrush(passes ? look()[Shade::Surface] : look().tint(mark.tone));
    painter.drawRoundedRect(rect(), 8, 8);
    drawMark(&painter, QRectF(18, 19, 22, 22), mark);

    const int right = m_button->isVisibleTo(this) ? m_button->x() - 12 : width() - 16;
    const QRectF text(54, 9, right - 54, 42);
    painter.setFont(fontOf(Type::Verdict));
    painter.setPen(look()[Shade::Text]);
    const QString headline = QFontMetricsF(painter.font())
                                 .elidedText(m_health.headline(), Qt::ElideRight, text.width());
    drawFigures(&painter, QRectF(text.left(), text.top(), text.width(), 21), Qt::AlignVCenter,
                headline);
    painter.setFont(fontOf(Type::Body));
    painter.setPen(look()[Shade::Text2]);
    const QString explanation
        = QFontMetricsF(painter.font())
              .elidedText(m_health.explanation(), Qt::ElideRight, text.width());
    drawFigures(&painter, QRectF(text.left(), text.top() + 21, text.width(), 21), Qt::AlignVCenter,
                explanation);
}

} // namespace Spawn
