// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/emptypage.h"

#include "look/theme.h"
#include "look/type.h"
#include "widgets/quietbutton.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

static constexpr int BlockWidth = 380;
static constexpr int BlockHeight = 300;
static constexpr int CodeTop = 159;
static constexpr int CodeHeight = 38;
static constexpr int ButtonTop = 215;
static constexpr int ButtonGap = 8;
static constexpr int NoteTop = 259;

static QString switchOn()
{
    return QStringLiteral("ASYNCSPAWNER_MONITOR=1 ./application");
}

EmptyPage::EmptyPage(QWidget *parent)
    : QWidget(parent), m_block(new QWidget(this)),
      m_why(new QPushButton(QStringLiteral("See why"), m_block))
{
    setAccessibleName(QStringLiteral("No application attached"));
    m_block->setFixedSize(BlockWidth, BlockHeight);
    auto *const attach = new QPushButton(QStringLiteral("Attach…"), m_block);
    attach->setDefault(true);
    attach->setToolTip(QStringLiteral("Attach to an application that runs (Ctrl+O)"));
    connect(attach, &QPushButton::clicked, this, &EmptyPage::attachRequested);
    auto *const launch = new QPushButton(QStringLiteral("Launch an application…"), m_block);
    launch->setAutoDefault(false);
    launch->setToolTip(QStringLiteral("Start a program with its monitor switched on"));
    connect(launch, &QPushButton::clicked, this, &EmptyPage::launchRequested);
    const int width = attach->sizeHint().width() + 8;
    const int launchWidth = launch->sizeHint().width() + 4;
    const int left = (BlockWidth - width - ButtonGap - launchWidth) / 2;
    attach->setGeometry(left, ButtonTop, width, 32);
    launch->setGeometry(left + width + ButtonGap, ButtonTop, launchWidth, 32);
    m_why->setFlat(true);
    m_why->setAutoDefault(false);
    connect(m_why, &QPushButton::clicked, this, &EmptyPage::attachRequested);
    setUnattachable(0);
    auto *const copy = new QuietButton({}, m_block);
    copy->setMark({Glyph::Copy, Tone::Neutral});
    copy->setToolTip(QStringLiteral("Copy the line"));
    copy->setAccessibleName(QStringLiteral("Copy the line"));
    copy->setGeometry(BlockWidth - 35, CodeTop + 5, 28, 28);
    connect(copy, &QAbstractButton::clicked, this,
            [] { QGuiApplication::clipboard()->setText(switchOn()); });

    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 12);
    column->addStretch(36);
    column->addWidget(m_block, 0, Qt::AlignHCenter);
    column->addStretch(64);
}

static QString unattachableText(int count)
{
    return count == 1
        ? QStringLiteral("1 application runs here that cannot be attached.")
        : QStringLiteral("%1 applications run here that cannot be attached.").arg(count);
}

void EmptyPage::setUnattachable(int count)
{
    m_unattachable = count;
    const int note = QFontMetrics(fontOf(Type::Note)).horizontalAdvance(unattachableText(count));
    const int left = (BlockWidth - note - m_why->sizeHint().width()) / 2 + note + 4;
    m_why->setGeometry(left, NoteTop, m_why->sizeHint().width(), 28);
    m_why->setVisible(count > 0);
    update();
}

// A window, and before it a monitor with a curve.
static void paintPicture(QPainter *painter, const QPointF &topLeft)
{
    painter->save();
    painter->translate(topLeft);
    painter->setPen(QPen(look()[Shade::Line2], 2));
    painter->setBrush(look()[Shade::Surface]);
    painter->drawRoundedRect(QRectF(1, 1, 60, 44), 5, 5);
    painter->drawLine(QPointF(1, 12), QPointF(61, 12));
    painter->setPen(QPen(look()[Shade::Accent], 2));
    painter->setBrush(look()[Shade::Canvas]);
    painter->drawRoundedRect(QRectF(41, 25, 56, 40), 5, 5);
    painter->setPen(QPen(look()[Shade::Accent], 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(QPolygonF{{50, 51},
                                    {54, 48},
                                    {57, 51},
                                    {61, 47},
                                    {64, 50},
                                    {68, 40},
                                    {71, 44},
                                    {75, 38},
                                    {79, 46},
                                    {82, 43},
                                    {85, 49},
                                    {88, 47}});
    painter->restore();
}

void EmptyPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = m_block->geometry();
    paintPicture(&painter, {area.center().x() - 49, area.top()});
    painter.setFont(fontOf(Type::Page));
    painter.setPen(look()[Shade::Text]);
    painter.drawText(QRectF(area.left(), area.top() + 84, area.width(), 26), Qt::AlignCenter,
                     QStringLiteral("No application attached"));
    painter.setFont(fontOf(Type::Body));
    painter.setPen(look()[Shade::Text2]);
    painter.drawText(QRectF(area.left(), area.top() + 115, area.width(), 34), Qt::AlignCenter,
                     QStringLiteral("An application shows up here by itself when it is started\n"
                                    "with its monitor switched on:"));
    const QRectF code(area.left(), area.top() + CodeTop, area.width(), CodeHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look()[Shade::Chip]);
    painter.drawRoundedRect(code, 6, 6);
    painter.setFont(fontOf(Type::Mono));
    painter.setPen(look()[Shade::Text]);
    painter.drawText(code.adjusted(14, 0, 0, 0), Qt::AlignVCenter, switchOn());
    if (m_unattachable == 0)
        return;
    painter.setFont(fontOf(Type::Note));
    painter.setPen(look()[Shade::Text3]);
    painter.drawText(QRectF(area.left(), area.top() + NoteTop, m_why->x() - 4, 28),
                     Qt::AlignVCenter | Qt::AlignRight, unattachableText(m_unattachable));
}

} // namespace Spawn
