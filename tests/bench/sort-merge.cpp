// The baseline of the matching benchmark: std::sort of both sides by price, time and id, then one merge into trades. It reads
// the book in FILE (written by order-book-file.ts), does the work twice, the first time to warm up, and prints the
// milliseconds of the second time with its price, quantity and number of trades.
// It knows no self-trade, no rationing and no reasons: the least that any clearing at one price has to do.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct Order {
  double price;
  double createdAt;
  int32_t wh;
  int32_t idRank;
  int32_t row;
};

struct Trade {
  int32_t bid;
  int32_t offer;
  int32_t wh;
};

struct Clearing {
  double price = 0;
  int64_t wh = 0;
  std::vector<Trade> trades;
};

static bool isEarlier(const Order& a, const Order& b) {
  return a.createdAt != b.createdAt ? a.createdAt < b.createdAt : a.idRank < b.idRank;
}

static Clearing clear(std::vector<Order>& bids, std::vector<Order>& offers) {
  std::sort(bids.begin(), bids.end(), [](const Order& a, const Order& b) {
    return a.price != b.price ? a.price > b.price : isEarlier(a, b);
  });
  std::sort(offers.begin(), offers.end(), [](const Order& a, const Order& b) {
    return a.price != b.price ? a.price < b.price : isEarlier(a, b);
  });
  Clearing clearing;
  clearing.trades.reserve(bids.size() + offers.size());
  double lastBid = 0;
  double lastOffer = 0;
  size_t bid = 0;
  size_t offer = 0;
  int32_t bidLeft = 0;
  int32_t offerLeft = 0;
  while (bid < bids.size() && offer < offers.size() && bids[bid].price >= offers[offer].price) {
    lastBid = bids[bid].price;
    lastOffer = offers[offer].price;
    if (bidLeft == 0) bidLeft = bids[bid].wh;
    if (offerLeft == 0) offerLeft = offers[offer].wh;
    const int32_t wh = std::min(bidLeft, offerLeft);
    clearing.trades.push_back({bids[bid].row, offers[offer].row, wh});
    clearing.wh += wh;
    bidLeft -= wh;
    offerLeft -= wh;
    if (bidLeft == 0) bid++;
    if (offerLeft == 0) offer++;
  }
  // The side that is longer at the crossing sets the price.
  if (bid < bids.size() && bids[bid].price == lastBid) clearing.price = lastBid;
  else if (offer < offers.size() && offers[offer].price == lastOffer) clearing.price = lastOffer;
  else clearing.price = (lastBid + lastOffer) / 2;
  return clearing;
}

template <typename T>
static std::vector<T> readColumn(FILE* file, size_t count) {
  std::vector<T> column(count);
  if (fread(column.data(), sizeof(T), count, file) != count) exit(2);
  return column;
}

static std::vector<Order> readSide(FILE* file) {
  const size_t count = readColumn<uint32_t>(file, 1)[0];
  const auto price = readColumn<double>(file, count);
  const auto createdAt = readColumn<double>(file, count);
  const auto wh = readColumn<int32_t>(file, count);
  const auto idRank = readColumn<int32_t>(file, count);
  std::vector<Order> orders(count);
  for (size_t row = 0; row < count; row++) {
    orders[row] = {price[row], createdAt[row], wh[row], idRank[row], static_cast<int32_t>(row)};
  }
  return orders;
}

int main(int argc, char** argv) {
  FILE* file = argc == 2 ? fopen(argv[1], "rb") : nullptr;
  if (file == nullptr) return 2;
  const auto bids = readSide(file);
  const auto offers = readSide(file);
  double milliseconds = 0;
  Clearing clearing;
  for (int round = 0; round < 2; round++) {
    auto ownBids = bids;
    auto ownOffers = offers;
    const auto started = std::chrono::steady_clock::now();
    clearing = clear(ownBids, ownOffers);
    milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  }
  printf("%.3f %.0f %lld %zu\n", milliseconds, clearing.price, static_cast<long long>(clearing.wh),
         clearing.trades.size());
}
