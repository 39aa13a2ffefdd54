// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/rail.h"

#include "look/theme.h"
#include "look/type.h"
#include "models/cellrole.h"
#include "window/raildelegate.h"

#include <QtGui/QPainter>
#include <QtGui/QStandardItemModel>
#include <QtWidgets/QListView>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

static constexpr int SectionHeight = 40;
static constexpr int RowHeight = 32;

static QListView *makeList(QStandardItemModel *model, RailDelegate::Kind kind, const QString &name)
{
    auto *const list = new QListView;
    list->setModel(model);
    list->setItemDelegate(new RailDelegate(kind, list));
    list->setFrameShape(QFrame::NoFrame);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setUniformItemSizes(true);
    list->setMouseTracking(true);
    list->viewport()->setAutoFillBackground(false);
    list->setAccessibleName(name);
    list->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return list;
}

Rail::Rail(QWidget *parent)
    : QWidget(parent), m_applicationRows(new QStandardItemModel(this)),
      m_pageRows(new QStandardItemModel(this)),
      m_applications(makeList(m_applicationRows, RailDelegate::Kind::Applications,
                              QStringLiteral("Applications"))),
      m_pages(makeList(m_pageRows, RailDelegate::Kind::Pages, QStringLiteral("Pages")))
{
    setMinimumWidth(160);
    setMaximumWidth(320);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, SectionHeight, 0, 0);
    column->setSpacing(SectionHeight - 2);
    column->addWidget(m_applications);
    column->addWidget(m_pages);
    column->addStretch();

    auto *const attach = new QStandardItem(QStringLiteral("Attach…"));
    attach->setData(QVariant::fromValue(Mark{Glyph::Plus, Tone::Neutral}), MarkRole);
    attach->setData(QStringLiteral("Ctrl+O"), RailDelegate::KeyRole);
    attach->setData(true, QuietRole);
    attach->setFlags(Qt::ItemIsEnabled);
    m_applicationRows->appendRow(attach);

    const auto choose = [this](const QModelIndex &index) {
        if (index.row() == m_applicationRows->rowCount() - 1)
            Q_EMIT attachChosen();
        else if (index.isValid())
            Q_EMIT applicationChosen(index.row());
    };
    connect(m_applications, &QAbstractItemView::clicked, this, choose);
    connect(m_applications, &QAbstractItemView::activated, this, choose);
    connect(m_applications->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid() && index.row() < m_applicationRows->rowCount() - 1)
                    Q_EMIT applicationChosen(index.row());
            });
    connect(m_pages->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid())
                    Q_EMIT pageChosen(index.row());
            });
    showPages();
}

void Rail::addApplication(const QString &name, qint64 processId, const Mark &mark)
{
    auto *const item = new QStandardItem(name);
    item->setData(QVariant::fromValue(mark), MarkRole);
    item->setData(QString::number(processId), RailDelegate::NumberRole);
    m_applicationRows->insertRow(m_applicationRows->rowCount() - 1, item);
    showPages();
}

void Rail::setApplication(int place, const QString &name, const Mark &mark)
{
    QStandardItem *const item = m_applicationRows->item(place);
    if (item->text() != name)
        item->setText(name);
    if (item->data(MarkRole).value<Mark>() != mark)
        item->setData(QVariant::fromValue(mark), MarkRole);
}

void Rail::removeApplication(int place)
{
    m_applicationRows->removeRow(place);
    showPages();
}

void Rail::setCurrentApplication(int place)
{
    m_current = place < 0 ? QString() : m_applicationRows->item(place)->text();
    if (place < 0)
        m_applications->selectionModel()->clear();
    else
        m_applications->setCurrentIndex(m_applicationRows->index(place, 0));
    showPages();
}

void Rail::addPage(const QString &title, Glyph glyph)
{
    auto *const item = new QStandardItem(title);
    item->setData(QVariant::fromValue(Mark{glyph, Tone::Neutral}), MarkRole);
    m_pageRows->appendRow(item);
    showPages();
}

void Rail::setPageCount(int place, std::optional<int> count)
{
    m_pageRows->item(place)->setData(count ? QString::number(*count) : QString(),
                                     RailDelegate::NumberRole);
}

void Rail::setCurrentPage(int place)
{
    m_pages->setCurrentIndex(m_pageRows->index(place, 0));
}

void Rail::showPages()
{
    m_applications->setFixedHeight(m_applicationRows->rowCount() * RowHeight);
    // "None attached" stands where the first application would.
    layout()->setContentsMargins(0, SectionHeight + (m_applicationRows->rowCount() == 1 ? 30 : 0),
                                 0, 0);
    m_pages->setFixedHeight(m_pageRows->rowCount() * RowHeight);
    m_pages->setVisible(!m_current.isEmpty());
    update();
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::Rail]);
    painter.setFont(fontOf(Type::CaptionStrong));
    painter.setPen(look()[Shade::Text3]);
    const auto section = [&](int rowsTop, const QString &text) {
        painter.drawText(
            QRectF(20, rowsTop - 26, width() - 40, 20), Qt::AlignVCenter,
            QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, width() - 40));
    };
    section(SectionHeight, QStringLiteral("Applications"));
    if (!m_current.isEmpty())
        section(m_pages->y(), m_current);
    if (m_applicationRows->rowCount() == 1) {
        painter.setFont(fontOf(Type::Body));
        painter.drawText(QRectF(20, SectionHeight, width(), 24), Qt::AlignVCenter,
                         QStringLiteral("None attached"));
    }
}

} // namespace Spawn
